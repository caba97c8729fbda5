#!/usr/bin/bash
# SPDX-License-Identifier: AGPL-3.0-only
#
# Whether the server can serve. In the shell alone: a JVM for each look would cost a small machine more than the server.
exec 3<>"/dev/tcp/127.0.0.1/${AMITYVOX_HTTP_PORT:-8080}" || exit 1
printf 'GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
IFS=' ' read -r -t 4 _ status _ <&3
[ "$status" = 200 ]
