-- What the scripts on records have in common; Java puts it between base.lua and each of them. It only reads.
-- KEYS[1] nodes   hash: node id -> record
-- ARGV    those of the script that follows

-- A stored record; nil when there is none, or it cannot be read. What a later version appends is ignored.
local function parse(text)
  local deadline, lease, sequence, users, draining =
    string.match((text or '') .. ' ', '^(%d+) (%d+) (%d+) (%d+) ([01]) ')
  if deadline and math.max(deadline, lease, sequence, users) < EXACT then
    return {
      deadline = tonumber(deadline), sequence = tonumber(sequence), users = tonumber(users), draining = tonumber(draining)}
  end
end

local function record(node)
  return parse(read('HGET', KEYS[1], node))
end
