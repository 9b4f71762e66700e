-- Keeps a page of a partition that is too large for one call, until sync_commit makes the pages the partition.
-- KEYS[1] staged   hash: user id -> entry
-- ARGV[1] keep     milliseconds
-- ARGV[2...] user id and entry by turns

if not read('HLEN', KEYS[1]) then
  redis.call('UNLINK', KEYS[1])
end
if #ARGV > 1 then
  redis.call('HSET', KEYS[1], unpack(ARGV, 2))
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return {damage()}
