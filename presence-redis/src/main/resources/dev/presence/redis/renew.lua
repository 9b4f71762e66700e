-- What the scripts that renew a lease have in common; Java puts it between sync.lua and each of them.
-- KEYS[1] nodes    hash: node id -> record
-- KEYS[2] node     hash: user id -> entry
-- ARGV[1] channel
-- ARGV[2] node id
-- ARGV[3] to       the sequence after the change
-- ARGV[4] keep     milliseconds
-- ARGV[5] lease    milliseconds
-- ARGV[6] draining  1 when the node stops, else 0
-- ARGV[7] wall offset  milliseconds; may be negative
-- ARGV[8] the part of a message that says which record
-- ARGV[9] the part of a message that says what changed

-- Gives the node its new record in place of the old one, and publishes it. The records of a workspace stay
-- together, as long as the longest of them.
local function renew(old)
  local wasDraining = old and old.draining or 0
  local deadline = int(now + ARGV[5])
  local users = redis.call('HLEN', KEYS[2])
  local draining = math.max(ARGV[6], wasDraining)
  redis.call('HSET', KEYS[1], node, table.concat({deadline, ARGV[5], ARGV[3], users, draining, ARGV[7]}, ' '))
  if redis.call('PTTL', KEYS[1]) < keep then
    redis.call('PEXPIRE', KEYS[1], keep)
  end
  redis.call('PEXPIRE', KEYS[2], keep)
  local decided = deadline .. ' ' .. users .. ' ' .. draining .. ' ' .. ARGV[8]
  if not old or old.sequence < to then
    redis.call('SPUBLISH', channel, '1C' .. decided .. ARGV[9])
  end
  if draining > wasDraining then
    redis.call('SPUBLISH', channel, '1L' .. decided)
  end
  return answer(1)
end
