#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-only
#
# A Docker Engine for tests: private data, socket, bridge and addresses, so that the machine's own stays untouched.
#
#   engine.sh up       installs what is missing, starts it and waits until it answers
#   engine.sh down     stops it; images and volumes stay for the next run
#   engine.sh env      prints what a shell needs to use it: eval "$(deploy/testing/engine.sh env)"
#   engine.sh running  succeeds if it runs
#   engine.sh can      says whether this machine can run it, and why not
#
# It is Debian 13's engine, unpacked beside the system, with the machine's own runc and iptables: the engine is a Go
# program and runs on Debian 12 too, runc is linked to a newer libc and does not.
set -uo pipefail

HERE=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
HOME_OF_TESTS=${AMITYVOX_TESTING:-$(cd "$HERE/../.." && pwd)/.amityvox/testing}
ENGINE="$HOME_OF_TESTS/engine"
NAME=avx$(printf '%s' "$HOME_OF_TESTS" | cksum | cut -c1-8)
RUN=/run/$NAME # a socket's path may have 107 bytes, and a checkout may lie deep
BRIDGE_ADDRESS=${AMITYVOX_TESTING_BRIDGE:-10.213.128.1/24}
ADDRESS_POOL=${AMITYVOX_TESTING_POOL:-10.213.0.0/17}
REGISTRY_PORT=${AMITYVOX_TESTING_REGISTRY_PORT:-28500}

FAILED=1 USAGE=64 UNAVAILABLE=69

say() { printf '%s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

fail() {
  say "engine: $*" >&2
  exit "$FAILED"
}

# ---- Where it can run ------------------------------------------------------------------------------------------------

why_not() {
  if [ "$(id -u)" != 0 ]; then
    say "an engine of its own needs root"
  elif [ "$(uname -s)" != Linux ] || ! have apt-get || ! have dpkg; then
    say "an engine of its own is unpacked from Debian's packages, and this is no Debian"
  elif [ ! -e /usr/share/keyrings/debian-archive-keyring.gpg ]; then
    say "Debian's archive keys are not on this machine"
  elif ! ip link add "${NAME}t" type bridge 2>/dev/null || ! ip link del "${NAME}t"; then
    say "this machine may not make network bridges"
  fi
}

# ---- Packages --------------------------------------------------------------------------------------------------------

install_here() {
  local missing=() package
  for package; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  {
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
  } >>"$ENGINE/log/apt.log" 2>&1 </dev/null || fail "cannot install ${missing[*]}; see $ENGINE/log/apt.log"
}

# Debian 13's archive, from where the machine has its own packages, in lists of its own.
trixie_apt() {
  local state="$ENGINE/apt" signed="signed-by=/usr/share/keyrings/debian-archive-keyring.gpg" archive security
  if [ ! -e "$state/sources.list" ]; then
    mkdir -p "$state"/{lists/partial,cache/archives/partial,parts}
    touch "$state/status"
    archive=$(sources | grep -v security | head -n 1)
    security=$(sources | grep security | head -n 1)
    {
      say "deb [$signed] ${archive:-http://deb.debian.org/debian} trixie main"
      [ -z "$security" ] || say "deb [$signed] $security trixie-security main"
    } >"$state/sources.list"
  fi
  apt-get -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts="$state/parts" \
    -o Dir::State::lists="$state/lists" -o Dir::Cache="$state/cache" -o Dir::State::status="$state/status" \
    -o APT::Sandbox::User=root -o Acquire::Languages=none -q "$@" >>"$ENGINE/log/apt.log" 2>&1 </dev/null
}

# The addresses of the machine's Debian archives, in either form of a sources file.
sources() {
  sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null
  sed -n 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*debian[^ ]*\) .*/\2/p' /etc/apt/sources.list 2>/dev/null
}

# DIRECTORY PACKAGE…: unpacks, and runs no script of theirs.
unpack_trixie() {
  local into=$1 packages
  shift
  [ -e "$into/.complete" ] && return
  rm -rf "$into" && mkdir -p "$into"
  packages=$(mktemp -d "$ENGINE/packages.XXXXXX")
  compgen -G "$ENGINE/apt/lists/*Packages*" >/dev/null || trixie_apt update || fail "no list of Debian 13's packages"
  (cd "$packages" && trixie_apt download "$@") || fail "cannot fetch $*; see $ENGINE/log/apt.log"
  for package in "$packages"/*.deb; do dpkg -x "$package" "$into" || fail "cannot unpack $package"; done
  rm -rf "$packages"
  touch "$into/.complete"
}

install() {
  local program
  mkdir -p "$ENGINE"/{log,path,config/cli-plugins} "$RUN"
  install_here iptables runc iproute2 docker-registry
  unpack_trixie "$ENGINE/root" docker.io containerd tini docker-cli docker-buildx docker-compose
  for program in bin/containerd bin/containerd-shim-runc-v2 sbin/docker-proxy bin/docker-init sbin/dockerd bin/docker; do
    ln -sf "$ENGINE/root/usr/$program" "$ENGINE/path/"
  done
  for program in docker-buildx docker-compose; do
    ln -sf "$ENGINE/root/usr/libexec/docker/cli-plugins/$program" "$ENGINE/config/cli-plugins/"
  done
  # Debian's package starts a registry of its own, which nothing here wants.
  if have systemctl; then systemctl disable --now docker-registry >/dev/null 2>&1; fi
}

# ---- Processes -------------------------------------------------------------------------------------------------------

runs() { [ -s "$RUN/$1.pid" ] && kill -0 "$(cat "$RUN/$1.pid")" 2>/dev/null; }

# NAME COMMAND…
start() {
  local name=$1
  shift
  runs "$name" && return
  setsid nohup "$@" >"$ENGINE/log/$name.log" 2>&1 </dev/null &
  say $! >"$RUN/$name.pid"
}

# NAME COMMAND…: until it succeeds, for half a minute.
wait_for() {
  local name=$1 deadline=$((SECONDS + 30))
  shift
  until "$@" >/dev/null 2>&1; do
    runs "$name" && [ $SECONDS -lt $deadline ] || {
      tail -n 5 "$ENGINE/log/$name.log" >&2
      fail "$name does not answer"
    }
    sleep 0.1
  done
}

stop() {
  local pid deadline=$((SECONDS + 20))
  runs "$1" || return 0
  pid=$(cat "$RUN/$1.pid")
  kill "$pid"
  while kill -0 "$pid" 2>/dev/null && [ $SECONDS -lt $deadline ]; do sleep 0.1; done
  kill -KILL "$pid" 2>/dev/null
  rm -f "$RUN/$1.pid"
}

docker_here() {
  DOCKER_HOST=unix://$RUN/docker.sock DOCKER_CONFIG=$ENGINE/config "$ENGINE/path/docker" "$@"
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

up() {
  local why
  why=$(why_not)
  [ -z "$why" ] || { say "engine: $why" >&2 && exit "$UNAVAILABLE"; }
  install
  if ! ip link show "$NAME" >/dev/null 2>&1; then
    ip link add "$NAME" type bridge && ip address add "$BRIDGE_ADDRESS" dev "$NAME" && ip link set "$NAME" up ||
      fail "cannot make the bridge $NAME"
  fi
  runs engine || rm -f "$RUN/dockerd.pid"
  start engine env PATH="$ENGINE/path:$PATH" "$ENGINE/path/dockerd" --host "unix://$RUN/docker.sock" \
    --data-root "$ENGINE/data" --exec-root "$RUN/exec" --pidfile "$RUN/dockerd.pid" \
    --registry-mirror "http://127.0.0.1:$REGISTRY_PORT" --bridge "$NAME" --default-address-pool "base=$ADDRESS_POOL,size=24"
  wait_for engine docker_here version
  start registry env REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY="$ENGINE/registry" REGISTRY_LOG_LEVEL=warn \
    REGISTRY_HTTP_ADDR="127.0.0.1:$REGISTRY_PORT" docker-registry serve "$HERE/registry.yml"
  wait_for registry answers "$REGISTRY_PORT"
}

down() {
  stop registry
  stop engine
  ip link del "$NAME" 2>/dev/null
  rm -rf "$RUN"
}

print_environment() {
  cat <<TEXT
export DOCKER_HOST=unix://$RUN/docker.sock
export DOCKER_CONFIG=$ENGINE/config
export PATH=$ENGINE/path:\$PATH
export AMITYVOX_TESTING_REGISTRY=127.0.0.1:$REGISTRY_PORT
TEXT
}

case ${1:-} in
  up) up ;;
  down) down ;;
  env) print_environment ;;
  running) runs engine ;;
  can)
    why=$(why_not)
    [ -z "$why" ] || { say "$why" && exit "$UNAVAILABLE"; }
    ;;
  *)
    sed -n '5,10s/^# *//p' "${BASH_SOURCE[0]}" >&2
    exit "$USAGE"
    ;;
esac
