#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-only
#
# lay-out.sh BUILT INTO: what the image holds of the server, in its places. Needs a JDK.
set -euo pipefail
built=$1 into=$2

mkdir -p "$into/lib" "$into/native"
cp -p "$built/amityvox-server.jar" "$into/"
cp -p "$built"/lib/*.jar "$into/lib/"
cp -rp "$built/web" "$into/web"
# PostgreSQL has a container of its own.
rm -f "$into"/lib/embedded-postgres-binaries-*.jar

# Native code is laid out beside the jars: a file system for temporary files may forbid to run what lies there.
case $(uname -m) in
  x86_64) platform=linux-x86-64 ;;
  aarch64) platform=linux-aarch64 ;;
  *) echo "There is no native code for $(uname -m)." >&2 && exit 1 ;;
esac
cd "$into/native"
for jar in "$into"/lib/jna-*.jar "$into"/lib/argon2-jvm-[0-9]*.jar; do
  jar --extract --file "$jar" "com/sun/jna/$platform" "$platform"
done
find . -name '*.so' -exec mv {} . ';'
rm -rf com linux-*
[ -s libjnidispatch.so ] && [ -s libargon2.so ]

# What every start needs, whatever options it is given. Jars are named one by one: the order of a directory is another on
# every machine, and the cache of classes is bound to it.
{
  printf -- '-Xlog:aot*=error\n-Djna.nounpack=true\n-Djna.boot.library.path=%s\n-Djna.library.path=%s\n' /opt/amityvox/native /opt/amityvox/native
  printf -- '-cp\n/opt/amityvox/amityvox-server.jar'
  for jar in "$into"/lib/*.jar; do printf ':/opt/amityvox/lib/%s' "${jar##*/}"; done
  printf '\norg.amityvox.server.app.Main\n'
} >"$into/java.arguments"
