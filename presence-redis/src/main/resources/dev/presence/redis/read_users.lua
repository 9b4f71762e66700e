-- Reads the registers of some users, and their entries in the complete partitions of nodes whose lease lasts.
-- KEYS[1] nodes    hash: node id -> record
-- KEYS[2] registers   hash: user id -> userRegisters; the revision in the empty field
-- KEYS[3...] node  hash: user id -> entry
-- ARGV[1] how many nodes
-- ARGV[2...] the ids of these nodes, in the order of their keys; then the user ids

local nodes = tonumber(ARGV[1])
local found = {}
for i = 1, nodes do
  local id, key = ARGV[1 + i], KEYS[2 + i]
  local text = read('HGET', KEYS[1], id)
  local r = parse(text)
  if r and r.deadline > now and r.users == read('HLEN', key) then
    found[#found + 1] = {id, text, redis.call('HMGET', key, unpack(ARGV, 2 + nodes))}
  elseif text and not r then -- for Java to report
    found[#found + 1] = {id, text, {}}
  end
end
local registers = read('HMGET', KEYS[2], unpack(ARGV, 2 + nodes)) or {}
return {registers, found, damage()}
