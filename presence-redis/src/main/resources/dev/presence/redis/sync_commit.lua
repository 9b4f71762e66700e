-- Renews a node's lease and replaces its partition by the pages that were written before.
-- KEYS[1] nodes    hash: node id -> record
-- KEYS[2] node     hash: user id -> entry
-- KEYS[3] claims   hash: user id -> claim; the stamp in the empty field
-- KEYS[4] page     hash: user id -> entry
-- ARGV[1] channel
-- ARGV[2] node id
-- ARGV[3] to       the sequence of the partition
-- ARGV[4] keep     milliseconds
-- ARGV[5] lease    milliseconds
-- ARGV[6] leaving  1 when the node stops, else 0
-- ARGV[7] the part of a message that says which record
-- ARGV[8] the part of a message that says what changed
-- ARGV[9] how many users the pages have together

local old = record(node)
if old and old.sequence >= to then
  redis.call('UNLINK', KEYS[4])
  return answer(1)
end
if redis.call('HLEN', KEYS[4]) ~= tonumber(ARGV[9]) then
  return redis.error_reply('PAGES some pages of the partition were lost')
end
redis.call('HSET', KEYS[1], node, '') -- a full server refuses here, before anything is lost
redis.call('UNLINK', KEYS[2])
redis.call('RENAME', KEYS[4], KEYS[2])
return renew(old)
