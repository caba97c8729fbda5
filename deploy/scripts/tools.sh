# SPDX-License-Identifier: AGPL-3.0-only
# shellcheck shell=bash
#
# The tools that AmityVox needs: found, else installed from Debian's packages, else named. Sourced by ./amityvox.

have() { command -v "$1" >/dev/null 2>&1; }

# ---- Debian's packages -----------------------------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_install() { have apt-get && as_root true 2>/dev/null; }

candidate_of() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: \([^(].*\)/\1/p'; }

package_lists_are_fresh=no
refresh_package_lists() {
  [ $package_lists_are_fresh = yes ] && return
  package_lists_are_fresh=yes
  say "Refreshing Debian's package lists …"
  as_root apt-get update -q >"$LOGS/install.log" 2>&1 </dev/null || show_end_of "$LOGS/install.log"
}

# WHY PACKAGE…: fails when these cannot be had on this machine.
install_packages() {
  local why=$1 package
  shift
  can_install || return
  refresh_package_lists
  for package; do
    [ -n "$(candidate_of "$package")" ] || return
  done
  say "Installing Debian's $* ($why) …"
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "$@" >>"$LOGS/install.log" 2>&1 </dev/null; then
    show_end_of "$LOGS/install.log"
    return "$FAILED"
  fi
}

# ---- JDK -------------------------------------------------------------------------------------------------------------

# HOME: its `release` file tells the version without the time that starting a JVM takes.
is_recent_jdk() {
  [ -x "$1/bin/javac" ] || return
  [ "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)" -ge 25 ] 2>/dev/null
}

find_jdk() {
  local home on_path
  on_path=$(readlink -f "$(command -v java)" 2>/dev/null)
  for home in "${JAVA_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    is_recent_jdk "$home" && export JAVA_HOME="$home" && return
  done
  return "$FAILED"
}

need_jdk() {
  find_jdk && return
  install_packages "the server is written in Java 25" openjdk-25-jdk-headless && find_jdk && return
  die "$UNAVAILABLE" "AmityVox needs a JDK 25 or newer, and cannot install one here by itself." \
    "Install Temurin 25 from https://adoptium.net (or your system's openjdk-25-jdk), then run this again." \
    "If it is in an unusual place, set JAVA_HOME to it."
}

# ---- Maven -----------------------------------------------------------------------------------------------------------

have_maven() {
  local version
  have mvn && version=$(mvn --version 2>/dev/null) && [[ $version =~ Apache\ Maven\ (3\.([89]|[1-9][0-9])|[4-9]) ]]
}

need_maven() {
  need_jdk
  have_maven && return
  install_packages "it builds the server" maven && have_maven && return
  die "$UNAVAILABLE" "AmityVox needs Maven 3.8 or newer to build the server, and cannot install it here by itself." \
    "Install it (Debian: apt install maven; elsewhere: https://maven.apache.org), then run this again."
}

# ---- Node.js ---------------------------------------------------------------------------------------------------------

# VERSION: whether the web build supports it.
is_recent_node() {
  local major minor
  IFS=. read -r major minor _ <<<"${1#v}"
  case $major in
    '' | *[!0-9]*) return "$FAILED" ;;
    20) [ "$minor" -ge 19 ] ;;
    22) [ "$minor" -ge 12 ] ;;
    *) [ "$major" -ge 23 ] ;;
  esac
}

have_node() { have node && have npm && is_recent_node "$(node --version)"; }

need_node() {
  have_node && return
  if can_install && refresh_package_lists && is_recent_node "$(candidate_of nodejs)"; then
    install_packages "they build the web client" nodejs npm && have_node && return
  fi
  die "$UNAVAILABLE" "AmityVox needs Node.js with npm to build the web client: 20.19, 22.12, 23 or newer." \
    "Install Node.js 24 from https://nodejs.org, then run this again."
}

# ---- Chromium --------------------------------------------------------------------------------------------------------

find_chromium() {
  local name
  for name in "${CHROME_BIN:-}" chromium chromium-browser google-chrome-stable google-chrome; do
    CHROME_BIN=$(command -v "$name") && export CHROME_BIN && return
  done
  return "$FAILED"
}

need_chromium() {
  find_chromium && return
  install_packages "the browser journeys run in it" chromium && find_chromium && return
  die "$UNAVAILABLE" "The browser journeys need Chromium, which cannot be installed here without a question." \
    "Install it (Debian: apt install chromium) or set CHROME_BIN to it, then run this again."
}
