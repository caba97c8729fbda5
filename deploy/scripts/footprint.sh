# SPDX-License-Identifier: AGPL-3.0-only
# shellcheck shell=bash
#
# How much memory the containers hold, from the kernel's own books (cgroups of either version). Sourced by ./amityvox.
#
#   anon       what the programs wrote and only swap could take back
#   held       all that is charged to the container but files in the page cache, which the kernel drops when it wants to
#   resident   what the processes see, with their share of code and files in memory (PSS): what the targets are about.
#              Only root can tell it; for others `held` stands in
#   cache      files in the page cache

# In MB.
SERVER_MUST=150 SERVER_STRETCH=120 SUM_MUST=500 SUM_STRETCH=400

# PID: the folder of the process's memory cgroup, in the view of this machine.
memory_cgroup_of() {
  local path
  path=$(sed -n 's/^[0-9]*:memory://p' "/proc/$1/cgroup" 2>/dev/null)
  if [ -n "$path" ]; then
    say "/sys/fs/cgroup/memory$path"
  else
    say "/sys/fs/cgroup$(sed -n 's/^0:://p' "/proc/$1/cgroup" 2>/dev/null)"
  fi
}

# FOLDER: anon, held and cache in KiB.
count_cgroup() {
  local used=memory.current anon=anon files=
  [ -e "$1/$used" ] || used=memory.usage_in_bytes anon=total_rss files=total_
  awk -v used="$(cat "$1/$used")" -v anon=$anon -v files=$files '
    { value[$1] = $2 }
    END {
      cache = value[files "inactive_file"] + value[files "active_file"]
      printf "%d %d %d\n", value[anon] / 1024, (used - cache) / 1024, cache / 1024
    }' "$1/memory.stat"
}

# FOLDER: the PSS of its processes in KiB; nothing where that may not be read.
resident_in() {
  local process files=()
  for process in $(cat "$1/cgroup.procs"); do
    [ -r "/proc/$process/smaps_rollup" ] && files+=("/proc/$process/smaps_rollup")
  done
  [ ${#files[@]} -eq 0 ] || awk '/^Pss:/ { sum += $2 } END { if (sum) print sum }' "${files[@]}" 2>/dev/null
}

# VALUE MUST STRETCH
judge() {
  if [ "$1" -le "$3" ]; then
    say "stretch reached"
  elif [ "$1" -le "$2" ]; then
    say "kept"
  else
    say "MISSED"
  fi
}

# Fails when a target is missed.
stack_footprint() {
  local service process folder anon held cache resident sum server=0 status=0
  local anon_sum=0 held_sum=0 resident_sum=0
  [ -n "$(compose ps --quiet server)" ] || die "$UNAVAILABLE" "The containers do not run. Start them with ./amityvox stack up"
  printf '  %-10s %9s %9s %9s %9s   %s\n' part anon held resident cache '(MB)'
  for service in $(compose config --services | grep -v '^init$' | LC_ALL=C sort); do
    process=$(inspect "$service" '{{.State.Pid}}' | head -n 1)
    folder=$(memory_cgroup_of "${process:-0}")
    [ -r "$folder/memory.stat" ] || die "$UNAVAILABLE" "The memory of $service cannot be read: it runs on another machine, or the kernel counts no memory (Raspberry Pi: cgroup_enable=memory in cmdline.txt)."
    read -r anon held cache <<<"$(count_cgroup "$folder")"
    resident=$(resident_in "$folder")
    printf '  %-10s %9d %9d %9s %9d\n' "$service" $((anon / 1024)) $((held / 1024)) \
      "$([ -n "$resident" ] && say $((resident / 1024)) || say -)" $((cache / 1024))
    anon_sum=$((anon_sum + anon)) held_sum=$((held_sum + held)) resident_sum=$((resident_sum + ${resident:-held}))
    if [ "$service" = server ]; then server=$((${resident:-$held} / 1024)); fi
  done
  sum=$((resident_sum / 1024))
  printf '  %-10s %9d %9d %9d\n' sum $((anon_sum / 1024)) $((held_sum / 1024)) "$sum"
  lines "  server: $server of $SERVER_MUST MB ($SERVER_STRETCH as a stretch): $(judge "$server" $SERVER_MUST $SERVER_STRETCH)" \
    "  sum:    $sum of $SUM_MUST MB ($SUM_STRETCH as a stretch): $(judge "$sum" $SUM_MUST $SUM_STRETCH)"
  if [ "$server" -gt $SERVER_MUST ] || [ "$sum" -gt $SUM_MUST ]; then status=$FAILED; fi
  return "$status"
}
