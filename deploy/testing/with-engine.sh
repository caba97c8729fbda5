#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-only
#
# Runs a test on a Docker Engine of its own, with stand-ins for the images that the stack names. The test writes its
# totals to RESULTS ({passed, failed, skipped, skipped_names}). Where an engine cannot run, all of it counts as one
# skipped test.
#
#   with-engine.sh RESULTS COMMAND…
#
#   deploy/testing/with-engine.sh .amityvox/testing/stack.json \
#     node deploy/testing/stack-test.mjs .amityvox/testing/stack.json [part of a test's name]
set -uo pipefail

HERE=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
RESULTS=$1
shift

mkdir -p "$(dirname "$RESULTS")"
rm -f "$RESULTS"
if ! why=$("$HERE/engine.sh" can); then
  printf '{"passed": 0, "failed": 0, "skipped": 1, "skipped_names": ["%s: %s"]}\n' "$(basename "$RESULTS" .json)" "$why" >"$RESULTS"
  printf 'Skipped: %s.\n' "$why"
  exit 0
fi

# An engine that ran before goes on running after.
"$HERE/engine.sh" running || trap '"$HERE/engine.sh" down' EXIT
"$HERE/engine.sh" up || exit 1
eval "$("$HERE/engine.sh" env)"
"$HERE/images/build.sh" || exit 1
"$@"
