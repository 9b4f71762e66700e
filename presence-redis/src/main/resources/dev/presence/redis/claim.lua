-- Merges claims: the later act wins, of two at once "away"; connections that were ended stay ended.
-- KEYS[1] claims  hash: user id -> "away at endedBefore"; the stamp in the empty field
-- ARGV[1] channel
-- ARGV[2] stamp   what it becomes if this changes anything
-- ARGV[3] keep    milliseconds
-- ARGV[4...] user id, away (1 or 0), at and endedBefore by turns

local before = redis.call('HGET', KEYS[1], '') or ''
local writes, told = {'', ARGV[2]}, {}
for i = 4, #ARGV, 4 do
  local user, away, at, ended = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local stored = redis.call('HGET', KEYS[1], user)
  if stored then
    local oldAway, oldAt, oldEnded = string.match(stored, '(%d+) (%d+) (%d+)')
    if tonumber(oldAt) > tonumber(at) or (oldAt == at and oldAway > away) then
      away, at = oldAway, oldAt
    end
    if tonumber(oldEnded) > tonumber(ended) then
      ended = oldEnded
    end
  end
  local merged = away .. ' ' .. at .. ' ' .. ended
  if merged ~= stored then
    writes[#writes + 1] = user
    writes[#writes + 1] = merged
    told[#told + 1] = #user .. ':' .. user .. merged .. ' '
  end
end
if #told == 0 then
  return {before, before}
end
redis.call('HSET', KEYS[1], unpack(writes))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('SPUBLISH', ARGV[1],
  '1S' .. #before .. ':' .. before .. #ARGV[2] .. ':' .. ARGV[2] .. table.concat(told))
return {before, ARGV[2]}
