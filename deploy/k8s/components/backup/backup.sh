#!/bin/sh
# Saves each node of REDIS_NODES ("host:port host:port …", best a replica of each shard) as a file that Redis itself can start from.
# REDISCLI_AUTH: the password. REDIS_OPTIONS: more for redis-cli, e.g. "--tls --cacert FILE". BACKUP_FOLDER: where to. KEEP_DAYS: how long.
# A file gets its name only when it is whole and redis-check-rdb finds nothing. Ends with 1 where any node could not be saved.
set -eu
: "${REDIS_NODES:?}" "${BACKUP_FOLDER:?}" "${KEEP_DAYS:?}"

failed=0
for node in $REDIS_NODES; do
  host=${node%:*}
  port=${node##*:}
  saved="$BACKUP_FOLDER/$(date -u +%Y%m%dT%H%M%SZ)_${host}_$port.rdb"
  # shellcheck disable=SC2086 # options are words
  if redis-cli -h "$host" -p "$port" ${REDIS_OPTIONS:-} --rdb "$saved.part" && redis-check-rdb "$saved.part" > "$saved.check"; then
    mv "$saved.part" "$saved"
    echo "backup: $node is in $saved, $(wc -c < "$saved") bytes"
  else
    [ ! -f "$saved.check" ] || tail -n 5 "$saved.check"
    rm -f "$saved.part"
    echo "backup: $node could not be saved" >&2
    failed=1
  fi
  rm -f "$saved.check"
done

# Old ones go only when all new ones are there: a store that can't be saved any more doesn't lose its last backup too.
if [ "$failed" = 0 ]; then
  find "$BACKUP_FOLDER" -name '*.rdb' -mtime "+$KEEP_DAYS" -print -delete
fi
exit "$failed"
