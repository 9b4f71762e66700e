-- Writes a part of a change that is too large for one call. The record keeps its sequence, and nothing is
-- told, until sync_change has written the last part; it only notes which change has begun, so that parts of an
-- older one that come late do no harm.
-- KEYS[1] nodes    hash: node id -> record
-- KEYS[2] node     hash: user id -> entry
-- KEYS[3] claims   hash: user id -> claim; the stamp in the empty field
-- ARGV[1] channel
-- ARGV[2] node id
-- ARGV[3] to       the sequence after the whole change
-- ARGV[4] keep     milliseconds
-- ARGV[5] from     the change fits any state from this sequence on
-- ARGV[6] the deadline that the node knows
-- ARGV[7] how many users are removed
-- ARGV[8...] these users; then user id and entry by turns

local old = record(node)
if not old or old.deadline < tonumber(ARGV[6]) or old.sequence < tonumber(ARGV[5])
    or old.users ~= redis.call('HLEN', KEYS[2]) then
  return answer(0)
end
if old.begun > to or old.sequence == to then
  return answer(1)
end
change(KEYS[2], 7)
redis.call('PEXPIRE', KEYS[2], keep)
old.users, old.begun = redis.call('HLEN', KEYS[2]), to
store(old)
return answer(1)
