-- What all scripts have in common; Java puts it in front of each of them. It only reads.
-- KEYS    those of the script that follows
-- ARGV    those of the script that follows

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local EXACT = 2 ^ 53 -- below this the numbers of Lua are exact
local damaged = {}

-- Milliseconds and sequences as text; tostring would round them.
local function int(number)
  return string.format('%.0f', number)
end

-- What a command reads from a hash. A key of another type has nothing: the result is nil, and the reply names the key.
local function read(command, key, ...)
  local reply = redis.pcall(command, key, ...)
  if type(reply) ~= 'table' or not reply.err then
    return reply
  end
  if string.sub(reply.err, 1, 9) ~= 'WRONGTYPE' then
    error(reply)
  end
  damaged[key] = true
end

-- The keys that are no hashes; the last element of every reply.
local function damage()
  local keys = {}
  for _, key in ipairs(KEYS) do
    if damaged[key] then
      keys[#keys + 1] = key
    end
  end
  return keys
end
