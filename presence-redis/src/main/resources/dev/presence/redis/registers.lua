-- How registers are merged; Java puts it before set.lua.
-- KEYS    those of the script that follows
-- ARGV    those of the script that follows

-- The registers of a text, by name, and their names in order; nothing when it cannot be read.
local function parse(text)
  local all, names, from = {}, {}, 1
  while from <= #text do
    local name, time, bytes, first = string.match(text, '^(%l+) (%d+) (%d+):()', from)
    if not name or tonumber(time) >= EXACT or string.sub(text, first + bytes, first + bytes) ~= ' ' then
      return nil
    end
    all[name] = {time = time, value = string.sub(text, first, first + bytes - 1)}
    names[#names + 1] = name
    from = first + bytes + 1
  end
  return all, names
end

local function wins(new, old)
  local later = tonumber(new.time) - tonumber(old.time)
  if later ~= 0 then
    return later > 0
  end
  for i = 1, math.min(#new.value, #old.value) do
    local difference = string.byte(new.value, i) - string.byte(old.value, i)
    if difference ~= 0 then
      return difference > 0
    end
  end
  return #new.value > #old.value
end

-- What is stored after the merge; nothing when that is what was stored before.
local function merge(stored, text)
  local all, names = parse(stored or '')
  local new, newNames = parse(text)
  if not all then
    return text
  end
  local changed = false
  for _, name in ipairs(newNames) do
    local old = all[name]
    if not old then
      names[#names + 1] = name
    end
    if not old or wins(new[name], old) then
      all[name], changed = new[name], true
    end
  end
  if changed then
    local parts = {}
    for i, name in ipairs(names) do
      parts[i] = name .. ' ' .. all[name].time .. ' ' .. #all[name].value .. ':' .. all[name].value .. ' '
    end
    return table.concat(parts)
  end
end
