-- The one script that writes: checks first, then writes, so that all of it happens or nothing (Lua has no rollback).
-- KEYS: every key that is touched. ARGV: the number of checks, the checks, then the writes, each as the builder in Commit.cs lays it out.
-- Answers {0, index of the failed check} or {1, sequence of the last log entry, epoch, results of the counters…}.
local key = function(i) return KEYS[tonumber(ARGV[i])] end
local i = 2
for c = 1, tonumber(ARGV[1]) do
  local op, ok = ARGV[i], false
  if op == 'version' then
    ok = redis.call('GETRANGE', key(i + 1), 0, 7) == ARGV[i + 2]
    i = i + 3
  elseif op == 'absent' then
    ok = redis.call('EXISTS', key(i + 1)) == 0
    i = i + 2
  elseif op == 'present' then
    ok = redis.call('EXISTS', key(i + 1)) == 1
    i = i + 2
  elseif op == 'value' then
    ok = redis.call('GET', key(i + 1)) == ARGV[i + 2]
    i = i + 3
  elseif op == 'field' then
    ok = redis.call('HGET', key(i + 1), ARGV[i + 2]) == ARGV[i + 3]
    i = i + 4
  elseif op == 'nofield' then
    ok = redis.call('HEXISTS', key(i + 1), ARGV[i + 2]) == 0
    i = i + 3
  elseif op == 'fields' or op == 'nofields' then
    local n = tonumber(ARGV[i + 2])
    local values = redis.call('HMGET', key(i + 1), unpack(ARGV, i + 3, i + 2 + n))
    ok = true
    for f = 1, n do
      if (values[f] ~= false) ~= (op == 'fields') then ok = false end
    end
    i = i + 3 + n
  end
  if not ok then return {0, c} end
end

local answer = {1, 0, ''}
while i <= #ARGV do
  local op = ARGV[i]
  if op == 'log' then
    local n = tonumber(ARGV[i + 5])
    local epoch = redis.call('GET', key(i + 3))
    if not epoch then
      epoch = ARGV[i + 4]
      redis.call('SET', key(i + 3), epoch)
    end
    local last = redis.call('INCRBY', key(i + 1), n)
    for e = 1, n do
      redis.call('HSET', key(i + 2), last - n + e, ARGV[i + 5 + e])
    end
    answer[2] = last
    answer[3] = epoch
    i = i + 6 + n
  elseif op == 'history' then
    -- Whom the entries are about: six bytes each, the newest last; the oldest go where there are too many (ChangeHistory.cs).
    local keep, n = tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3])
    for s = i + 4, i + 2 + 2 * n, 2 do
      local known = redis.call('HGET', key(i + 1), ARGV[s]) or ''
      local entry = struct.pack('>I6', answer[2] - tonumber(ARGV[s + 1]))
      redis.call('HSET', key(i + 1), ARGV[s], string.sub(known .. entry, -keep))
    end
    i = i + 4 + 2 * n
  else
    -- A plain command: its name, its key, the number of its further arguments, these.
    local n = tonumber(ARGV[i + 2])
    local result = redis.call(op, key(i + 1), unpack(ARGV, i + 3, i + 2 + n))
    if op == 'HINCRBY' or op == 'INCRBY' then answer[#answer + 1] = result end
    i = i + 3 + n
  end
end
return answer
