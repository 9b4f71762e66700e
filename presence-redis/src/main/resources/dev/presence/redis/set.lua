-- Merges registers: of each name the later time wins, of two at one time the value that is greater as bytes.
-- KEYS[1] registers  hash: user id -> "name time bytes:value " for each register; the revision in the empty field
-- ARGV[1] channel
-- ARGV[2] revision   what it becomes if this changes anything
-- ARGV[3] keep       milliseconds
-- ARGV[4...] user id and registers by turns

local before = read('HGET', KEYS[1], '') or ''
if damaged[KEYS[1]] then
  redis.call('UNLINK', KEYS[1])
end
local writes, published, unreadable = {'', ARGV[2]}, {}, {}
for i = 4, #ARGV, 2 do
  local user = ARGV[i]
  local stored = redis.call('HGET', KEYS[1], user)
  if stored and not parse(stored) then
    unreadable[#unreadable + 1] = user
    unreadable[#unreadable + 1] = stored
  end
  local merged = merge(stored, ARGV[i + 1])
  if merged then
    writes[#writes + 1] = user
    writes[#writes + 1] = merged
    published[#published + 1] = #user .. ':' .. user .. #merged .. ':' .. merged
  end
end
if #published == 0 then
  return {before, before, unreadable, damage()}
end
redis.call('HSET', KEYS[1], unpack(writes))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('SPUBLISH', ARGV[1],
  '1S' .. #before .. ':' .. before .. #ARGV[2] .. ':' .. ARGV[2] .. #published .. ' ' .. table.concat(published))
return {before, ARGV[2], unreadable, damage()}
