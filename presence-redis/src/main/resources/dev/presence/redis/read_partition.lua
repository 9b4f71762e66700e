-- Reads a node's record, the size of its partition, and the partition itself unless it is large.
-- KEYS[1] nodes   hash: node id -> record
-- KEYS[2] node    hash: user id -> entry
-- ARGV[1] node id
-- ARGV[2] how many entries are answered at most; of more, none

local text = redis.call('HGET', KEYS[1], ARGV[1])
local size = redis.call('HLEN', KEYS[2])
local entries = size <= tonumber(ARGV[2]) and redis.call('HGETALL', KEYS[2]) or {}
return {int(now), text or '', size, entries}
