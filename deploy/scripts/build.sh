# SPDX-License-Identifier: AGPL-3.0-only
# shellcheck shell=bash
#
# Builds what changed since the last build, one process of this checkout at a time. Sourced by ./amityvox.

maven() { (cd "$CHECKOUT" && mvn -B -ntp "$@"); }

web_npm() { (cd "$WEB" && npm --no-fund --no-audit --no-update-notifier "$@"); }

# ---- Is it current? --------------------------------------------------------------------------------------------------

# PART: what its build makes.
result_of() {
  case $1 in
    server) say "$SERVER_TARGET/amityvox-server.jar" ;;
    web-dependencies) say "$WEB/node_modules" ;;
    web) say "$WEB/build" ;;
  esac
}

# PART: the files that its build reads, relative to the checkout.
inputs_of() {
  case $1 in
    server) find pom.xml .mvn server/pom.xml server/src/main migrations -type f ;;
    web-dependencies) find web/package.json web/package-lock.json -type f ;;
    web) find web docs/api/openapi.json \( -name node_modules -o -path web/build -o -path web/.svelte-kit \
      -o -path web/test-results -o -path web/e2e -o -path web/tests \) -prune -o -type f -print ;;
    image) inputs_of server && inputs_of web && find deploy/docker -type f ;;
  esac 2>/dev/null
}

# Of contents, not of times: deleted and restored files count, touched ones do not.
fingerprint_of() { (cd "$CHECKOUT" && inputs_of "$1" | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum); }

is_current() {
  [ -e "$(result_of "$1")" ] && [ "$(fingerprint_of "$1")" = "$(cat "$STATE/built/$1" 2>/dev/null)" ]
}

# PART COMMAND…: runs the command unless its result is current, and remembers what it was made from.
unless_current() {
  local part=$1 fingerprint
  shift
  is_current "$part" && return
  fingerprint=$(fingerprint_of "$part")
  rm -f "$STATE/built/$part"
  "$@" && say "$fingerprint" >"$STATE/built/$part"
}

# ---- One at a time, or two -------------------------------------------------------------------------------------------

# PART COMMAND…: while one process builds or tests a part of this checkout, the others wait.
with_lock() {
  local lock="$STATE/$1.lock" holder
  shift
  if have flock; then
    (
      flock -n 9 || { say "Waiting for another build in this checkout …" && flock 9; }
      "$@" 9>&-
    ) 9>"$lock"
    return
  fi
  # A symbolic link appears in one step, and it names its holder.
  until ln -s "$$" "$lock.holder" 2>/dev/null; do
    holder=$(readlink "$lock.holder") && ! kill -0 "$holder" 2>/dev/null && rm -f "$lock.holder"
    sleep 1
  done
  (
    trap 'rm -f "$lock.holder"' EXIT
    "$@"
  )
}

background=

# In a process group of its own, so that Ctrl-C can end all of it.
in_background() {
  set -m
  "$@" </dev/null &
  background=$!
  set +m
}

wait_for_background() {
  local status=0
  wait "$background" || status=$?
  background=
  return "$status"
}

stop_background() {
  if [ -n "$background" ]; then kill -- "-$background" 2>/dev/null; fi
}

# ---- The parts -------------------------------------------------------------------------------------------------------

# What was deleted from the sources or the dependencies must not live on in the result. Files that a running server
# holds open are replaced, never overwritten.
compile_server() {
  rm -rf "${SERVER_TARGET:?}"/{classes,lib,amityvox-server.jar}
  maven package -DskipTests -pl server -am
}

install_web_dependencies() { unless_current web-dependencies web_npm ci; }

compile_web() { install_web_dependencies && web_npm run build; }

# PART NAME FIRST-TIME COMMAND…: tells people what takes so long, and what went wrong.
build_aloud() {
  local part=$1 name=$2 hint=" (first time: about $3)" log="$LOGS/build-$1.log" start=$SECONDS
  shift 3
  is_current "$part" && return
  [ -e "$log" ] && hint=
  say "Building $name$hint …"
  if unless_current "$part" "$@" >"$log" 2>&1 </dev/null; then
    say "Built $name in $((SECONDS - start)) s."
  else
    say "Building $name failed:" >&2
    show_end_of "$log"
    return "$INTERNAL"
  fi
}

build_server() { with_lock server build_aloud server "the server" "two minutes" compile_server; }

build_web() { with_lock web build_aloud web "the web client" "one minute" compile_web; }

# PART…: brings these up to date, at the same time where several are stale.
build() {
  local part stale='' status=0
  for part; do
    is_current "$part" || stale="$stale $part"
  done
  case $stale in *server*) need_maven ;; esac
  case $stale in *web*) need_node && in_background build_web ;; esac
  case $stale in *server*) build_server || status=$? ;; esac
  case $stale in *web*) wait_for_background || status=$? ;; esac
  return "$status"
}
