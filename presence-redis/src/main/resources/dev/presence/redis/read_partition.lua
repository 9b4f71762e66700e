-- Reads a node's record, the size of its partition, and a page of its entries.
-- KEYS[1] nodes   hash: node id -> record
-- KEYS[2] node    hash: user id -> entry
-- ARGV[1] node id
-- ARGV[2] page    empty for the first one, else as it was answered with the page before
-- ARGV[3] how many entries a page has, about

local text = read('HGET', KEYS[1], ARGV[1]) or ''
local size = read('HLEN', KEYS[2]) or 0
local entries, following = page(KEYS[2], ARGV[2], tonumber(ARGV[3]))
return {text, size, entries, following, damage()}
