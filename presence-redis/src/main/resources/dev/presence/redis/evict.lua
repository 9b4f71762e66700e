-- Removes a node that still has the deadline which the caller saw it miss.
-- KEYS[1] nodes   hash: node id -> record
-- KEYS[2] node    hash: user id -> entry
-- ARGV[1] channel
-- ARGV[2] node id
-- ARGV[3] the deadline that the caller saw
-- ARGV[4] the caller's node id
-- ARGV[5] the caller's own deadline as it knows it
-- ARGV[6] the part of a message that says which node

if ARGV[4] ~= ARGV[2] then
  local caller = record(ARGV[4])
  if not caller or caller.deadline < tonumber(ARGV[5]) then
    return {'UNKNOWN', '0', int(now)}
  end
end
local node = record(ARGV[2])
if node and node.deadline ~= tonumber(ARGV[3]) then
  return {'ALIVE', int(node.deadline), int(now)}
end
if node then
  redis.call('HDEL', KEYS[1], ARGV[2])
  redis.call('UNLINK', KEYS[2])
  redis.call('SPUBLISH', ARGV[1], '1G' .. int(node.sequence) .. ' ' .. ARGV[6])
end
return {'GONE', '0', int(now)}
