-- Renews a node's lease and replaces its partition.
-- KEYS[1] nodes    hash: node id -> record
-- KEYS[2] node     hash: user id -> entry
-- KEYS[3] registers   hash: user id -> userRegisters; the revision in the empty field
-- ARGV[1] channel
-- ARGV[2] node id
-- ARGV[3] to       the sequence of the partition
-- ARGV[4] keep     milliseconds
-- ARGV[5] lease    milliseconds
-- ARGV[6] draining  1 when the node stops, else 0
-- ARGV[7] wall offset  milliseconds; may be negative
-- ARGV[8] the part of a message that says which record
-- ARGV[9] the part of a message that says what changed
-- ARGV[10...] user id and entry by turns

local old = record(node)
if old and old.sequence >= to then
  return answer(1)
end
clear()
put(KEYS[2], 10)
return renew(old)
