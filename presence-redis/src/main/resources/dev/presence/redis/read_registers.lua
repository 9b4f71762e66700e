-- Reads the revision of the registers, and a page of the registers.
-- KEYS[1] registers  hash: user id -> userRegisters; the revision in the empty field
-- ARGV[1] page    empty for the first one, else as it was answered with the page before
-- ARGV[2] how many registers a page has, about

local revision = read('HGET', KEYS[1], '') or ''
local registers, following = page(KEYS[1], ARGV[1], tonumber(ARGV[2]))
return {revision, registers, following, damage()}
