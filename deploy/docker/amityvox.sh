#!/usr/bin/bash
# SPDX-License-Identifier: AGPL-3.0-only
#
# amityvox VERB …: becomes the server, so that signals reach it. AMITYVOX_JAVA_OPTIONS replaces the JVM options.
# A server without memory ends, and its container starts it anew.
options=(@/opt/amityvox/java.options -XX:+ExitOnOutOfMemoryError)
if [ -n "${AMITYVOX_JAVA_OPTIONS+set}" ]; then
  read -r -a options <<<"$AMITYVOX_JAVA_OPTIONS"
  unset AMITYVOX_JAVA_OPTIONS
fi
exec /opt/amityvox/java/bin/java "${options[@]}" -XX:AOTCache=/opt/amityvox/amityvox.aot @/opt/amityvox/java.arguments "$@"
