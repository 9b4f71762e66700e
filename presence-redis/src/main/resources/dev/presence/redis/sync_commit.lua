-- Renews a node's lease and replaces its partition by the pages that were staged before.
-- KEYS[1] nodes    hash: node id -> record
-- KEYS[2] node     hash: user id -> entry
-- KEYS[3] registers   hash: user id -> userRegisters; the revision in the empty field
-- KEYS[4] staged   hash: user id -> entry
-- ARGV[1] channel
-- ARGV[2] node id
-- ARGV[3] to       the sequence of the partition
-- ARGV[4] keep     milliseconds
-- ARGV[5] lease    milliseconds
-- ARGV[6] draining  1 when the node stops, else 0
-- ARGV[7] wall offset  milliseconds; may be negative
-- ARGV[8] the part of a message that says which record
-- ARGV[9] the part of a message that says what changed
-- ARGV[10] how many users were staged

local old = record(node)
if old and old.sequence >= to then
  redis.call('UNLINK', KEYS[4])
  return answer(1)
end
if read('HLEN', KEYS[4]) ~= tonumber(ARGV[10]) then
  return answer(0)
end
clear()
redis.call('RENAME', KEYS[4], KEYS[2])
return renew(old)
