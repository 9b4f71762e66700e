-- Merges claims: the later act wins, of two at once "away"; connections that were ended stay ended.
-- KEYS[1] claims  hash: user id -> "away at endedBefore"; the stamp in the empty field
-- ARGV[1] channel
-- ARGV[2] stamp   what it becomes if this changes anything
-- ARGV[3] keep    milliseconds
-- ARGV[4...] user id, away (1 or 0), at and endedBefore by turns

-- The parts of a stored claim, and what a later version appended; nothing when it cannot be read.
local function parse(text)
  local away, at, ended, tail = string.match((text or '') .. ' ', '^([01]) (%d+) (%d+)( .*)$')
  if away and math.max(at, ended) < EXACT then
    return away, at, ended, string.sub(tail, 1, -2)
  end
end

local before = read('HGET', KEYS[1], '') or ''
if damaged[KEYS[1]] then
  redis.call('UNLINK', KEYS[1])
end
local writes, told, unreadable = {'', ARGV[2]}, {}, {}
for i = 4, #ARGV, 4 do
  local user, away, at, ended, tail = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ''
  local stored = redis.call('HGET', KEYS[1], user)
  local oldAway, oldAt, oldEnded, oldTail = parse(stored)
  if oldAway then
    local later = tonumber(at) - tonumber(oldAt)
    if later < 0 or (later == 0 and away <= oldAway) then
      away, at, tail = oldAway, oldAt, oldTail
    end
    if tonumber(oldEnded) > tonumber(ended) then
      ended = oldEnded
    end
  elseif stored then
    unreadable[#unreadable + 1] = user
    unreadable[#unreadable + 1] = stored
  end
  local merged = away .. ' ' .. at .. ' ' .. ended
  if merged .. tail ~= stored then
    writes[#writes + 1] = user
    writes[#writes + 1] = merged .. tail
    told[#told + 1] = #user .. ':' .. user .. merged .. ' '
  end
end
if #told == 0 then
  return {before, before, unreadable, damage()}
end
redis.call('HSET', KEYS[1], unpack(writes))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('SPUBLISH', ARGV[1],
  '1S' .. #before .. ':' .. before .. #ARGV[2] .. ':' .. ARGV[2] .. #told .. ' ' .. table.concat(told))
return {before, ARGV[2], unreadable, damage()}
