# SPDX-License-Identifier: AGPL-3.0-only
# shellcheck shell=bash
#
# The checks and the tests, and their totals. Sourced by ./amityvox.

# NAME COMMAND…: one line with its seconds, and the end of its output when it failed.
step() {
  local name=$1 start=$SECONDS log
  log="$LOGS/$(say "$name" | tr ' A-Z' '-a-z').log"
  shift
  if "$@" >"$log" 2>&1 </dev/null; then
    say "  ok      $name ($((SECONDS - start)) s)"
  else
    say "  FAILED  $name ($((SECONDS - start)) s)"
    show_end_of "$log"
    return "$FAILED"
  fi
}

# Compiling is part of these: Error Prone and NullAway fail it.
architecture_tests() { maven test -pl server -am -Dtest='*ArchitectureTest'; }

# Schemathesis, in a place of its own.
SCHEMATHESIS=4.32.5
need_schemathesis() {
  local home="$STATE/schemathesis-$SCHEMATHESIS"
  have python3 || install_packages "it makes up requests for --long" python3 || die "$UNAVAILABLE" "--long needs Python 3."
  [ -x "$home/bin/schemathesis" ] && return
  python3 -m venv "$home" >"$LOGS/schemathesis.log" 2>&1 ||
    { install_packages "it makes up requests for --long" python3-venv && python3 -m venv "$home" >>"$LOGS/schemathesis.log" 2>&1; } ||
    die "$UNAVAILABLE" "--long needs Python's venv."
  "$home/bin/pip" install -q "schemathesis==$SCHEMATHESIS" >>"$LOGS/schemathesis.log" 2>&1 ||
    { show_end_of "$LOGS/schemathesis.log" && die "$UNAVAILABLE" "Schemathesis could not be installed from PyPI."; }
}

# PATTERN OPTION…: the tests of these names and no others.
only_tests() {
  local pattern=$1
  shift
  maven test -pl server -am "-Dtest=$pattern" -Dsurefire.failIfNoSpecifiedTests=false "$@"
}

fuzz() {
  only_tests OpenApiFuzz \
    "-Damityvox.schemathesis=$STATE/schemathesis-$SCHEMATHESIS/bin/schemathesis"
}

# What a program costs, printed as ratios: a machine is never quiet, so two things are compared in one run.
run_bench() {
  need_maven
  with_lock server only_tests '*Benchmark' >"$LOGS/bench.log" 2>&1 ||
    { show_end_of "$LOGS/bench.log" && return "$FAILED"; }
  sed -n 's/^bench //p' "$LOGS/bench.log"
}

# Real services for the Java tests. Whoever needs one that cannot be had is skipped, except on a build machine.
install_services() {
  step "Services for the tests" "$CHECKOUT/deploy/testing/services.sh" install "$STATE/services" \
    nats-server valkey-server redis-server caddy
}

web_check() { install_web_dependencies && web_npm run check; }

web_tests() { web_npm run test -- --reporter=default --reporter=json --outputFile.json="$LOGS/vitest.json"; }

run_check() {
  local status=0
  need_maven
  need_node
  in_background with_lock web step "Web check" web_check
  with_lock server step "Java format" maven spotless:check || status=$FAILED
  with_lock server step "Java compile and architecture" architecture_tests || status=$FAILED
  wait_for_background || status=$FAILED
  return "$status"
}

# Containers as hosts have them, on an engine that belongs to the test.
CONTAINERS="$STATE/testing/containers.json"
CONTAINER_JOURNEYS="$STATE/testing/journeys"

containers() {
  "$CHECKOUT/deploy/testing/with-engine.sh" "$CONTAINERS" node "$CHECKOUT/deploy/testing/stack-test.mjs" "$CONTAINERS"
}

# The journeys of the browser again, with two servers behind the proxy of the stack.
container_journeys() {
  AMITYVOX_JOURNEY_PLACE=containers AMITYVOX_JOURNEY_RESULTS="$CONTAINER_JOURNEYS" \
    "$CHECKOUT/deploy/testing/with-engine.sh" "$CONTAINER_JOURNEYS/e2e.json" \
    bash -c '"$0" stack build && npm --prefix "$1" run e2e' "$CHECKOUT/amityvox" "$WEB"
}

# Rounds and rounds of what FaultsTest does once.
many_faults() { only_tests FaultsTest -Damityvox.long=true; }

run_test() {
  local broken=() totals=()
  need_maven
  need_node
  need_chromium
  build server web || return
  rm -rf "$SERVER_TARGET/surefire-reports" "$LOGS/vitest.json" "$WEB/test-results" "$CONTAINERS" "$CONTAINER_JOURNEYS"
  say "Checking and testing; this takes some minutes."
  in_background with_lock web step "Web check" web_check
  with_lock server install_services || { [ "${CI:-}" = true ] && broken+=(services); }
  with_lock server step "Java format" maven spotless:check || broken+=(java-format)
  wait_for_background || broken+=(web-check)
  in_background with_lock web step "Web tests" web_tests
  # On a shared machine in CI a test that failed gets a second try; the log lists it as flaky.
  with_lock server step "Java tests" maven test "-Dsurefire.rerunFailingTestsCount=$([ -n "${CI:-}" ] && echo 1 || echo 0)" || broken+=(java-tests)
  wait_for_background || broken+=(web-tests)
  step "Browser journeys" web_npm run e2e || broken+=(browser-journeys)
  totals+=("browser-journeys=$WEB/test-results/e2e.json")
  step "Containers" containers || broken+=(containers)
  totals+=("containers=$CONTAINERS")
  if [ -n "${AMITYVOX_LONG:-}" ]; then
    step "Browser journeys in containers" container_journeys || broken+=(container-journeys)
    totals+=("container-journeys=$CONTAINER_JOURNEYS/e2e.json")
    with_lock server step "Many faults" many_faults || broken+=(many-faults)
    need_schemathesis
    with_lock server step "Made-up requests" fuzz || broken+=(made-up-requests)
  fi
  node "$CHECKOUT/deploy/scripts/count-tests.mjs" "$SERVER_TARGET/surefire-reports" "$LOGS/vitest.json" \
    "${totals[@]}" ${broken[@]+"${broken[@]}"}
}
