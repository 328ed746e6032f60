-- The one script that writes: checks first, then writes, so that all of it happens or nothing (Lua has no rollback).
-- KEYS: every key that is touched. ARGV: the number of checks, the checks, then the writes, each as the builder in Commit.cs lays it out.
-- Answers {0, index of the failed check} or {1, sequence of the last log entry, epoch, results of the counters…}.
local key = function(i) return KEYS[tonumber(ARGV[i])] end

-- The life of the master that runs this, and whether that was a replica before (LogEpoch.cs says what for). Nothing where an ACL hides it.
local life, promoted = '', false
local ask = function()
  local info = redis.pcall('INFO', 'replication')
  if type(info) == 'string' then
    life = string.match(info, 'master_replid:(%x+)') or ''
    promoted = string.match(info, 'master_replid2:0*[1-9a-f]') ~= nil
  end
end

-- A log's epoch, with what its key remembers beside it brought up to date: epoch@life;EARLIER:SHARED;...
local epochOf = function(epochKey, sequenceKey, fresh)
  ask()
  local stored = redis.call('GET', epochKey) or ''
  local epoch, known, earlier = string.match(stored, '^([^@;]*)@?([^;]*)(.*)$')
  if epoch == '' then
    epoch = fresh
  elseif known ~= '' and known ~= life and promoted then
    earlier = string.sub(';' .. epoch .. ':' .. (redis.call('GET', sequenceKey) or 0) .. earlier, 1, 400)
    epoch = fresh
  end
  local now = epoch .. '@' .. life .. earlier
  if now ~= stored then redis.call('SET', epochKey, now) end
  return epoch
end

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
    local epoch = epochOf(key(i + 3), key(i + 1), ARGV[i + 4])
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
  elseif op == 'epoch' then
    if redis.call('EXISTS', key(i + 1)) == 1 then answer[3] = epochOf(key(i + 2), key(i + 1), ARGV[i + 3]) end
    i = i + 4
  elseif op == 'life' then
    -- Which master has written this, for whoever waits for its replicas (ReplicaWait.cs); the last of the answer.
    if life == '' then ask() end
    answer[#answer + 1] = life
    i = i + 2
  else
    -- A plain command: its name, its key, the number of its further arguments, these.
    local n = tonumber(ARGV[i + 2])
    local result = redis.call(op, key(i + 1), unpack(ARGV, i + 3, i + 2 + n))
    if op == 'HINCRBY' or op == 'INCRBY' then answer[#answer + 1] = result end
    i = i + 3 + n
  end
end
return answer
