-- How scripts read a hash in pages; Java puts it between base.lua and each of them. It only reads.
-- KEYS    those of the script that follows
-- ARGV    those of the script that follows

-- Some fields and values of a hash by turns, and the page that follows: '' after the last one, and false when the page
-- that was asked for cannot be continued here. A page is named by the server's process and the cursor: each process
-- scans in an order of its own, so that a cursor from before a failover would skip fields. Within a process the order
-- stays, even when the key is replaced.
local function page(key, from, most)
  if from == '' and (read('HLEN', key) or 0) <= most then
    return read('HGETALL', key) or {}, ''
  end
  local process = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') or ''
  local issuer, cursor = string.match(from == '' and process .. ':0' or from, '^(%x*):(%d+)$')
  if issuer ~= process then
    return {}, false
  end
  local found = read('HSCAN', key, cursor, 'COUNT', most) or {'0', {}}
  return found[2], found[1] ~= '0' and process .. ':' .. found[1] or ''
end
