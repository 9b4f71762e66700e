-- Writes a page of a partition that is too large for one call, to where sync_commit takes it from.
-- KEYS[1] page     hash: user id -> entry
-- ARGV[1] keep     milliseconds
-- ARGV[2...] user id and entry by turns

redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('HLEN', KEYS[1])
