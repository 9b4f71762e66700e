-- Renews a node's lease and writes a change of its partition, if the store still knows the node.
-- KEYS[1] nodes    hash: node id -> record
-- KEYS[2] node     hash: user id -> entry
-- KEYS[3] registers   hash: user id -> userRegisters; the revision in the empty field
-- ARGV[1] channel
-- ARGV[2] node id
-- ARGV[3] to       the sequence after the change
-- ARGV[4] keep     milliseconds
-- ARGV[5] lease    milliseconds
-- ARGV[6] draining  1 when the node stops, else 0
-- ARGV[7] wall offset  milliseconds; may be negative
-- ARGV[8] the part of a message that says which record
-- ARGV[9] the part of a message that says what changed
-- ARGV[10] from    the change fits any state from this sequence on
-- ARGV[11] the deadline that the node knows
-- ARGV[12] how many users are removed
-- ARGV[13...] these users; then user id and entry by turns

local old = record(node)
if not old or old.deadline < tonumber(ARGV[11]) or old.sequence < tonumber(ARGV[10])
    or old.users ~= read('HLEN', KEYS[2]) then
  return answer(0)
end
if old.sequence > to then
  return answer(1)
end
local removed = tonumber(ARGV[12])
put(KEYS[2], 13 + removed)
if removed > 0 then
  redis.call('HDEL', KEYS[2], unpack(ARGV, 13, 12 + removed))
end
return renew(old)
