#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-only
#
# root.sh INTO: a file system with a shell and the libraries that the shell and Java link to, and nothing else.
set -euo pipefail
into=$1

mkdir -p "$into"/{usr/bin,usr/lib,usr/lib64,etc,tmp,proc,sys,dev,run,opt}
ln -s usr/bin "$into/bin"
ln -s usr/lib "$into/lib"
ln -s usr/lib64 "$into/lib64"
chmod 1777 "$into/tmp"

cp /usr/bin/bash "$into/usr/bin/"
ln -s bash "$into/usr/bin/sh"
{
  ldd /usr/bin/bash
  find /opt/amityvox/java /opt/amityvox/native -type f \( -name '*.so' -o -path '*/bin/*' \) -exec ldd {} + 2>/dev/null
} | sed -n 's/.*=> \(\/[^ ]*\) (.*/\1/p; s/^[[:space:]]*\(\/lib[^ ]*\) (.*/\1/p' | sort -u | while read -r library; do
  case $library in
    /opt/*) ;;
    *)
      library=$(cd -P "$(dirname "$library")" && pwd)/${library##*/}
      mkdir -p "$into${library%/*}"
      cp -L "$library" "$into$library"
      ;;
  esac
done

printf 'root:x:0:0:root:/:/usr/bin/bash\namityvox:x:10001:10001:AmityVox:/tmp:/usr/bin/bash\n' >"$into/etc/passwd"
printf 'root:x:0:\namityvox:x:10001:\n' >"$into/etc/group"
printf 'hosts: files dns\n' >"$into/etc/nsswitch.conf"
cp /etc/os-release "$into/etc/" # what it was made from, for those who look for known holes
