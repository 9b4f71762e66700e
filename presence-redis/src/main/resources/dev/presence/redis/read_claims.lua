-- Reads the stamp and the number of claims, and the claims themselves unless they are many.
-- KEYS[1] claims  hash: user id -> claim; the stamp in the empty field
-- ARGV[1] how many are answered at most; of more, none

local clock = redis.call('TIME')
local now = string.format('%.0f', clock[1] * 1000 + math.floor(clock[2] / 1000))
local size = redis.call('HLEN', KEYS[1])
local claims = size <= tonumber(ARGV[1]) and redis.call('HGETALL', KEYS[1]) or {}
return {now, redis.call('HGET', KEYS[1], '') or '', size, claims}
