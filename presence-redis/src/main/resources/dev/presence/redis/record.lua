-- What the scripts on records have in common; Java puts it in front of each of them. It only reads.
-- KEYS[1] nodes   hash: node id -> record
-- ARGV    those of the script that follows

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

-- Milliseconds and sequences as text; tostring would round them.
local function int(number)
  return string.format('%.0f', number)
end

-- A stored record, or nil when there is none.
local function parse(text)
  local n = {}
  for digits in string.gmatch(text or '', '%d+') do
    n[#n + 1] = tonumber(digits)
  end
  if n[5] then
    return {deadline = n[1], lease = n[2], sequence = n[3], users = n[4], leaving = n[5]}
  end
end

local function record(node)
  return parse(redis.call('HGET', KEYS[1], node))
end
