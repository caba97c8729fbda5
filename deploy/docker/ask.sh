#!/usr/bin/bash
# SPDX-License-Identifier: AGPL-3.0-only
#
# ask PATH: what the server answers, and whether that was 200. In the shell alone: a JVM for each look at its health would
# cost a small machine more than the server.
exec 3<>"/dev/tcp/127.0.0.1/${AMITYVOX_HTTP_PORT:-8080}" || exit 1
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&3
IFS=' ' read -r -t 4 _ status _ <&3
while IFS= read -r -t 4 line <&3 && [ "$line" != $'\r' ]; do :; done
IFS= read -r -t 4 -d '' body <&3
printf '%s\n' "$body"
[ "$status" = 200 ]
