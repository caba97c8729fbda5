#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-only
#
# What deploy/compose.yaml relies on in the entry point of the public PostgreSQL image: the first start makes the
# cluster, its superuser and whatever the scripts of /docker-entrypoint-initdb.d make; later ones only start it.
set -euo pipefail

if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  POSTGRES_PASSWORD=${POSTGRES_PASSWORD:-$(cat "${POSTGRES_PASSWORD_FILE:?a password is needed for the superuser}")}
  user=${POSTGRES_USER:-postgres}
  read -r -a arguments <<<"${POSTGRES_INITDB_ARGS:-}"
  chmod 700 "$PGDATA" 2>/dev/null || true
  initdb --username="$user" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") ${arguments[@]+"${arguments[@]}"}
  printf '\nhost all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
  pg_ctl -w start -o "-c listen_addresses='' -p 5432"
  [ "${POSTGRES_DB:-$user}" = postgres ] || psql -U "$user" -d postgres -c "CREATE DATABASE \"${POSTGRES_DB:-$user}\""
  for script in /docker-entrypoint-initdb.d/*.sh; do
    # shellcheck disable=SC1090 # whatever is mounted there
    if [ -x "$script" ]; then "$script"; elif [ -e "$script" ]; then . "$script"; fi
  done
  pg_ctl -w -m fast stop
fi
exec "$@"
