# SPDX-License-Identifier: AGPL-3.0-only
# shellcheck shell=bash
#
# The server in containers: a thin hand over `docker compose`, whose file can be used without it. Sourced by ./amityvox.

COMPOSE_YAML="$CHECKOUT/deploy/compose.yaml"
STACK_LOG="$LOGS/stack.log"
HEALTHY_WITHIN=180
TRIES=5
OLDEST_ENGINE=25 # asks more often whether a part is healthy while that part starts

# AMITYVOX_STACK_EXTRA names a second file that is laid over ours: other ports, for example.
compose() {
  docker compose --file "$COMPOSE_YAML" ${AMITYVOX_STACK_EXTRA:+--file "$AMITYVOX_STACK_EXTRA"} "$@"
}

lines() { printf '%s\n' "$@"; }

# ---- Docker ----------------------------------------------------------------------------------------------------------

need_docker() {
  local complaint version
  if [ -n "${AMITYVOX_DOCKER_HOST:-}" ]; then export DOCKER_HOST="$AMITYVOX_DOCKER_HOST"; fi
  have docker || die "$UNAVAILABLE" "The containers need Docker, which is not on this machine." \
    "Install it (Debian 13: apt install docker.io docker-cli docker-compose docker-buildx; elsewhere: https://docs.docker.com/engine/install)," \
    "or run the server without containers: ./amityvox serve"
  docker compose version >/dev/null 2>&1 || die "$UNAVAILABLE" "Docker is here, but its compose plugin is not." \
    "Install it (Debian 13: apt install docker-compose; Docker's own packages: docker-compose-plugin), then run this again."
  if complaint=$(docker version --format '{{.Server.Version}}' 2>&1); then
    version=${complaint##*$'\n'}
    [ "${version%%.*}" -ge "$OLDEST_ENGINE" ] 2>/dev/null || die "$UNAVAILABLE" "This machine has Docker Engine $version, and the containers need $OLDEST_ENGINE or newer." \
      "Install a newer one (https://docs.docker.com/engine/install), then run this again."
    return
  fi
  case $complaint in
    *"permission denied"*) die "$UNAVAILABLE" "You may not use Docker on this machine." \
      "Run this as root (sudo ./amityvox stack …), or join its group (sudo usermod -aG docker $(id -un)) and log in again." ;;
    *) die "$UNAVAILABLE" "Docker does not answer${DOCKER_HOST:+ at $DOCKER_HOST}: ${complaint##*ERROR: }" \
      "Start it (sudo systemctl start docker, or Docker Desktop), then run this again." ;;
  esac
}

# ---- Image -----------------------------------------------------------------------------------------------------------

image_of_stack() { sed -n 's|^ *image: *\(amityvox/server:.*\)|\1|p' "$COMPOSE_YAML" | head -n 1; }

SOURCES_LABEL=org.amityvox.sources

image_is_current() {
  [ "$(docker image inspect --format "{{index .Config.Labels \"$SOURCES_LABEL\"}}" "$(image_of_stack)" 2>/dev/null)" = "$1" ]
}

# What this machine can build itself goes into the image as it is; otherwise Docker builds it, in images with the tools.
build_image() {
  local fingerprint built=inside log="$LOGS/build-image.log" start=$SECONDS
  fingerprint=$(fingerprint_of image)
  image_is_current "$fingerprint" && return
  docker buildx version >/dev/null 2>&1 || die "$UNAVAILABLE" "Docker is here, but its buildx plugin is not, and the image must be built." \
    "Install it (Debian 13: apt install docker-buildx; Docker's own packages: docker-buildx-plugin), then run this again."
  if find_jdk && have_maven && have_node; then
    built=outside
    build server web || return
    say "Building the image …"
  else
    say "Building the image (first time: some minutes) …"
  fi
  docker build --file "$CHECKOUT/deploy/docker/Dockerfile" --tag "$(image_of_stack)" --build-arg "BUILT=$built" \
    --label "$SOURCES_LABEL=$fingerprint" "$CHECKOUT" >"$log" 2>&1 </dev/null || {
    say "Building the image failed:" >&2
    show_end_of "$log"
    return "$INTERNAL"
  }
  say "Built the image in $((SECONDS - start)) s."
}

# ---- Up and down -----------------------------------------------------------------------------------------------------

# SERVICE TEMPLATE: one thing that Docker knows about its container.
inspect() { docker inspect --format "$2" $(compose ps --all --quiet "$1") 2>/dev/null; }

# SERVICE: healthy, starting, unhealthy, exited, …
state_of() {
  local state
  state=$(inspect "$1" '{{if .State.Health}}{{.State.Health.Status}} {{end}}{{.State.Status}}' | head -n 1)
  say "${state%% *}"
}

# SERVICE: what it said since it was last started.
log_of() { docker logs --since "$(inspect "$1" '{{.State.StartedAt}}' | head -n 1)" "$(compose ps --all --quiet "$1" | head -n 1)" 2>&1; }

end_of_log() { log_of "$1" | tail -n 20; }

is_healthy() { [ "$(state_of "$1")" = healthy ]; }

# LOG: the first port that Docker could not have, in the words of its versions.
taken_port() {
  local line port
  line=$(grep -E -m 1 'port is already allocated|address already in use' "$1") || return
  port=$(grep -oE '(listen [a-z0-9]+ |Bind for |host port for |host port )[][0-9a-f.:]+' <<<"$line" | tail -n 1)
  port=${port##* }
  # Newer ones add the address inside: 0.0.0.0:80:172.18.0.2:80
  port=$(sed -E 's/:$//; s/^(\[[^]]*\]|[0-9.]+):([0-9]+).*/\2/' <<<"$port")
  [ -n "$port" ] && say "$port"
}

# LOG: why the containers could not be started, in a sentence where one is known.
explain_start() {
  local port
  if [ "$(inspect init '{{.State.ExitCode}}')" != 0 ] && grep -q '"init"' "$1"; then
    end_of_log init >&2
  elif port=$(taken_port "$1"); then
    lines "Port $port is taken by another program of this machine, so the server cannot be reached there." \
      "Stop that program (sudo ss -ltnp 'sport = :$port' names it), then run this again." >&2
  elif grep -q 'Pool overlaps' "$1"; then
    lines "The addresses between the proxy and the server are used by another network of this machine." \
      "Set AMITYVOX_EDGE_SUBNET in deploy/.env to others, such as 10.215.77.0/24, then run this again." >&2
  else
    say "The containers cannot be started:" >&2
    show_end_of "$1"
  fi
}

start_containers() {
  [ -n "$(compose ps --all --quiet 2>/dev/null)" ] || say "Starting the containers (first time: their images are downloaded) …"
  compose up --detach "$@" >"$STACK_LOG" 2>&1 </dev/null && return
  explain_start "$STACK_LOG"
  return "$UNAVAILABLE"
}

restarts_of() { inspect "$1" '{{.RestartCount}}' | head -n 1; }

# SERVICE…: until all of them are healthy, or one is started again and again in vain.
wait_until_healthy() {
  local service most deadline=$((SECONDS + HEALTHY_WITHIN))
  for service; do
    most=$(($(restarts_of "$service") + TRIES))
    until is_healthy "$service"; do
      if [ $SECONDS -ge $deadline ] || [ "$(restarts_of "$service")" -ge $most ]; then
        say "$service does not become healthy ($(state_of "$service")). The end of its log:" >&2
        end_of_log "$service" | sed 's/^/    | /' >&2
        return "$UNAVAILABLE"
      fi
      sleep 0.5
    done
  done
}

# The server says it once a start, and forgets it when the link is used.
print_welcome() {
  local log
  log=$(log_of server)
  lines "" "  $(say "$log" | sed -n 's/^ *\(AmityVox is running: .*\)/\1/p' | tail -n 1)"
  if compose exec -T server ask /api/v1/setup 2>/dev/null </dev/null | grep -q '"needed":true'; then
    lines "" "  Make the first account here. The link works until it is used:" \
      "  $(say "$log" | grep -o 'http[^ ]*/setup#secret=[^ ]*' | tail -n 1)"
  fi
  say ""
}

stack_build() { build_image; }

stack_up() {
  build_image && start_containers && wait_until_healthy postgres nats valkey server caddy && print_welcome
}

stack_down() {
  compose down >"$STACK_LOG" 2>&1 </dev/null || { show_end_of "$STACK_LOG" && return "$UNAVAILABLE"; }
  say "Stopped. Everything is kept, in the volumes that begin with $(compose config --format json | sed -n 's/^  "name": "\(.*\)",*/\1/p')_."
}

stack_status() {
  local service state status=0
  for service in $(compose config --services | grep -v '^init$' | LC_ALL=C sort); do
    state=$(state_of "$service")
    printf '  %-10s %s\n' "$service" "${state:-not there}"
    [ "$state" = healthy ] || status=$FAILED
  done
  return "$status"
}

# The database is told the password of the secrets, over its local socket. Every step may be repeated.
stack_rekey() {
  build_image || return
  compose stop server >"$STACK_LOG" 2>&1 </dev/null
  compose run --rm --no-deps -T init --rekey begin </dev/null 2>>"$STACK_LOG" &&
    start_containers --no-deps postgres && wait_until_healthy postgres &&
    compose exec -T postgres sh /docker-entrypoint-initdb.d/role.sh </dev/null >>"$STACK_LOG" 2>&1 &&
    compose run --rm --no-deps -T init --rekey end </dev/null 2>>"$STACK_LOG" || {
    say "The database could not be told a new password; its data is untouched." >&2
    show_end_of "$STACK_LOG"
    return "$UNAVAILABLE"
  }
  stack_up
}

run_stack() {
  local what=${1:-}
  case $what in
    build | up | down | status | rekey | footprint)
      [ $# -eq 1 ] || die "$USAGE" "./amityvox stack $what does not take '$2'." "See ./amityvox stack --help"
      need_docker
      "stack_$what"
      ;;
    logs) shift && need_docker && compose logs "$@" ;;
    '') help_for stack >&2 && return "$USAGE" ;;
    *) die "$USAGE" "There is no './amityvox stack $what'." "See ./amityvox stack --help" ;;
  esac
}
