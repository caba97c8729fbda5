#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-only
#
# Brings the containers up on an engine of their own and looks at them as people and hosts do. Writes its totals to
# .amityvox/testing/stack.json ({passed, failed, skipped, skipped_names}) and ends with 0 unless a test failed. Where an
# engine cannot run, all of it counts as one skipped test.
#
#   stack-test.sh [part of a test's name]
set -uo pipefail

HERE=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CHECKOUT=$(cd "$HERE/../.." && pwd)
WORK="$CHECKOUT/.amityvox/testing"
RESULTS="$WORK/stack.json"

mkdir -p "$WORK"
rm -f "$RESULTS"
if ! why=$("$HERE/engine.sh" can); then
  printf '{"passed": 0, "failed": 0, "skipped": 1, "skipped_names": ["the containers: %s"]}\n' "$why" >"$RESULTS"
  printf 'Skipped the containers: %s.\n' "$why"
  exit 0
fi

# An engine that ran before goes on running after.
"$HERE/engine.sh" running || trap '"$HERE/engine.sh" down' EXIT
"$HERE/engine.sh" up || exit 1
eval "$("$HERE/engine.sh" env)"
"$HERE/images/build.sh" || exit 1
node "$HERE/stack-test.mjs" "$RESULTS" "$@"
