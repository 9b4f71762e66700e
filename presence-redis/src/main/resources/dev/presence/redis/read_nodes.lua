-- Reads which nodes have a record.
-- KEYS[1] nodes   hash: node id -> record
-- ARGV    none

return {read('HKEYS', KEYS[1]) or {}, damage()}
