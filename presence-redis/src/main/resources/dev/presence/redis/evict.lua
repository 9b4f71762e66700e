-- Removes a node that still has the deadline which the caller saw it miss.
-- KEYS[1] nodes   hash: node id -> record
-- KEYS[2] node    hash: user id -> entry
-- ARGV[1] channel
-- ARGV[2] node id
-- ARGV[3] the deadline that the caller saw
-- ARGV[4] the caller's node id
-- ARGV[5] the caller's own deadline as it knows it
-- ARGV[6] the part of a message that says which node

local own = ARGV[4] == ARGV[2]
if not own then
  local caller = record(ARGV[4])
  if not caller or caller.deadline < tonumber(ARGV[5]) then
    return {'UNKNOWN', '0', int(now), damage()}
  end
end
local text = read('HGET', KEYS[1], ARGV[2])
local node = parse(text)
if node and node.deadline ~= tonumber(ARGV[3]) then
  return {'ALIVE', int(node.deadline), int(now), damage()}
end
if node or (own and text) then -- nobody else removes what it cannot read: a newer version may have written it
  redis.call('HDEL', KEYS[1], ARGV[2])
  redis.call('UNLINK', KEYS[2])
end
if node then
  redis.call('SPUBLISH', ARGV[1], '1G' .. int(node.sequence) .. ' ' .. ARGV[6])
end
return {'GONE', '0', int(now), damage()}
