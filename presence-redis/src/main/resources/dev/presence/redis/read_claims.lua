-- Reads the stamp of the claims, and a page of the claims.
-- KEYS[1] claims  hash: user id -> claim; the stamp in the empty field
-- ARGV[1] page    empty for the first one, else as it was answered with the page before
-- ARGV[2] how many claims a page has, about

local stamp = read('HGET', KEYS[1], '') or ''
local claims, following = page(KEYS[1], ARGV[1], tonumber(ARGV[2]))
return {int(now), stamp, claims, following, damage()}
