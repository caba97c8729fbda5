#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-only
#
# Runs the server as the image will, lets two people chat on it, and keeps what Java learned as /opt/amityvox/amityvox.aot.
set -euo pipefail

mkdir -p /tmp/database
java=/opt/amityvox/java/bin/java
options=@/opt/amityvox/java.options

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# PORT LOG: until somebody listens there, for a minute.
wait_for() {
  for _ in {1..600}; do
    answers "$1" && return
    sleep 0.1
  done
  cat "$2" >&2
  exit 1
}

# PROCESS LOG: ends it, and waits for it to be gone.
stop() {
  kill "$1"
  wait "$1" || { [ $? = 143 ] || { cat "$2" >&2 && exit 1; }; }
}

# The database: a server that brings its own.
AMITYVOX_DATA_DIRECTORY=/tmp/database AMITYVOX_HTTP_PORT=9080 AMITYVOX_METRICS_PORT=0 \
  "$java" -cp '/built/amityvox-server.jar:/built/lib/*' org.amityvox.server.app.Main serve >/tmp/database.log 2>&1 &
database=$!
wait_for 9080 /tmp/database.log
port=$(sed -n 's/^port = //p' /tmp/database/postgres-conf/postgresql.conf)

AMITYVOX_DATABASE_URL=jdbc:postgresql://127.0.0.1:$port/amityvox \
  AMITYVOX_DATABASE_PASSWORD_FILE=/tmp/database/postgres.password AMITYVOX_LIMITS_SCALE=100 \
  AMITYVOX_HTTP_WEB_DIRECTORY=/opt/amityvox/web AMITYVOX_DATA_DIRECTORY=/tmp/amityvox AMITYVOX_LOG_FORMAT=json \
  "$java" "$options" -XX:AOTCacheOutput=/opt/amityvox/amityvox.aot @/opt/amityvox/java.arguments serve >/tmp/server.log 2>&1 &
server=$!
wait_for 8080 /tmp/server.log
# It listens before it says so.
until secret=$(sed -n 's/.*#secret=//p' /tmp/server.log) && [ -n "$secret" ]; do
  kill -0 "$server"
  sleep 0.1
done
"$java" -cp /training Training http://127.0.0.1:8080 "$secret"
stop "$server" /tmp/server.log
stop "$database" /tmp/database.log

# A cache that the image could not use must not become part of it.
"$java" "$options" -XX:AOTMode=on -XX:AOTCache=/opt/amityvox/amityvox.aot @/opt/amityvox/java.arguments version
chmod 644 /opt/amityvox/amityvox.aot
