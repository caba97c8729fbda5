# SPDX-License-Identifier: AGPL-3.0-only
# shellcheck shell=bash
#
# Hands over to the server, with the defaults of a checkout. Sourced by ./amityvox.

# ---- Configuration ---------------------------------------------------------------------------------------------------

# ARGUMENT…: the file after --config, if any.
named_configuration() {
  while [ $# -gt 0 ]; do
    case $1 in
      --config) say "${2:-}" && return ;;
      --config=*) say "${1#--config=}" && return ;;
    esac
    shift
  done
  return "$FAILED"
}

usual_configuration() {
  local file
  for file in "$PWD/amityvox.toml" "$STATE/amityvox.toml"; do
    [ -e "$file" ] && say "$file" && return
  done
  return "$FAILED"
}

# FILE SECTION KEY: whether the file sets the key, so that a default of ours must not override it.
file_sets() {
  [ -r "$1" ] && awk -v section="$2" -v key="$3" '
    /^[ \t]*\[/ { here = $0; gsub(/#.*|[][ \t"]/, "", here); next }
    { name = $0; sub(/=.*/, "", name); gsub(/[ \t"]/, "", name) }
    (here == section && name == key) || (here == "" && name == section "." key) { found = 1; exit }
    END { exit !found }' "$1"
}

# ---- Data ------------------------------------------------------------------------------------------------------------

# DIRECTORY: whether every directory above lets all users pass, and so the ordinary user that runs the database for root.
others_can_enter() {
  local directory=$1
  while [ "$directory" != / ]; do
    [ -n "$(find "$directory" -prune -perm -001)" ] || return
    directory=$(dirname "$directory")
  done
}

# The choice is made once: an instance must not begin anew because permissions changed above it.
default_data_directory() {
  local inside="$STATE/data" outside=/var/lib/amityvox mark="$STATE/data-is-outside"
  if [ ! -d "$inside" ] && [ "$(id -u)" = 0 ] && ! others_can_enter "$STATE"; then
    touch "$mark"
  fi
  if [ -e "$mark" ]; then say "$outside"; else say "$inside"; fi
}

# ---- Server ----------------------------------------------------------------------------------------------------------

# VERB ARGUMENT…: becomes the server, so that signals reach it.
run_server() {
  # Those of the image: for a small home machine.
  local options=("@$CHECKOUT/deploy/docker/java.options") configuration
  need_jdk >&2
  if [ -n "${AMITYVOX_JAVA_OPTIONS+set}" ]; then
    read -r -a options <<<"$AMITYVOX_JAVA_OPTIONS"
    unset AMITYVOX_JAVA_OPTIONS
  fi
  if ! configuration=$(named_configuration "$@") && configuration=$(usual_configuration); then
    case $1 in version | openapi) ;; *) set -- "$@" --config "$configuration" ;; esac
  fi
  if [ -z "${AMITYVOX_DATA_DIRECTORY:-}" ] && ! file_sets "$configuration" data directory; then
    AMITYVOX_DATA_DIRECTORY=$(default_data_directory)
    export AMITYVOX_DATA_DIRECTORY
  fi
  if [ -z "${AMITYVOX_HTTP_WEB_DIRECTORY:-}" ] && ! file_sets "$configuration" http web_directory; then
    export AMITYVOX_HTTP_WEB_DIRECTORY="$WEB/build"
  fi
  # The C library must not learn to keep the 19 MiB that checking a password takes for a moment.
  export MALLOC_MMAP_THRESHOLD_=1048576
  exec "$JAVA_HOME/bin/java" ${options[@]+"${options[@]}"} \
    -cp "$SERVER_TARGET/amityvox-server.jar:$SERVER_TARGET/lib/*" org.amityvox.server.app.Main "$@"
}
