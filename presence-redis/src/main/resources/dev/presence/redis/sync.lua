-- What the scripts that write records have in common; Java puts it between record.lua and each of them.
-- KEYS[1] nodes   hash: node id -> record
-- KEYS[2] node    hash: user id -> entry
-- KEYS[3] claims  hash: user id -> claim; the stamp in the empty field
-- ARGV[1] channel
-- ARGV[2] node id
-- ARGV[3] to      the sequence after the change
-- ARGV[4] keep    milliseconds

local channel, node, to, keep = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local stamp = read('HGET', KEYS[3], '') or ''

-- Writes user id and entry by turns, from this argument on.
local function put(key, first)
  if first <= #ARGV then
    redis.call('HSET', key, unpack(ARGV, first))
  end
end

-- Removes the partition, whatever is stored there. A full server refuses at HSET, before anything is lost.
local function clear()
  if damaged[KEYS[1]] then
    redis.call('UNLINK', KEYS[1])
  end
  redis.call('HSET', KEYS[1], node, '')
  redis.call('UNLINK', KEYS[2])
end

-- What every call answers: whether the node is known, the clock, the stamp and all records.
local function answer(known)
  return {known, int(now), stamp, read('HGETALL', KEYS[1]) or {}, damage()}
end
