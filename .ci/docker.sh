#!/usr/bin/env bash
# Makes a Docker daemon answer: docker.sh DIRECTORY
#
# One that answers already is used as it is. Otherwise Debian's docker.io is installed if need be, and dockerd started by
# hand, since a CI machine seldom has an init system that would. Its pid and log are left in DIRECTORY, for whoever stops it.
set -euo pipefail
state=$1

answers() { timeout 10 docker info >/dev/null 2>&1; }

# A daemon that the package's own scripts have just started needs a moment too, hence no look at who it is.
await_daemon() {
  local waited
  for ((waited = 0; waited < 45; waited++)); do
    answers && return 0
    kill -0 "$1" 2>/dev/null || ((waited < 5)) || return 1
    sleep 1
  done
  return 1
}

if answers; then
  echo "Docker $(docker version --format '{{.Server.Version}}') runs already"
  exit 0
fi
[ "$(id -u)" = 0 ] || { echo "No Docker daemon answers, and only root can start one" >&2; exit 1; }

if ! command -v dockerd >/dev/null; then
  packages=(docker.io iptables ca-certificates)
  # Where the kernel enforces AppArmor, dockerd cannot start a container without its parser, which docker.io only recommends.
  if grep -qs Y /sys/module/apparmor/parameters/enabled; then packages+=(apparmor); fi
  bash "$(dirname "${BASH_SOURCE[0]}")/apt-install.sh" "${packages[@]}"
fi

# Some kernels lack the tables that dockerd wants. Published ports work without them too, through its user-land proxy.
for options in "" "--iptables=false --ip6tables=false"; do
  # shellcheck disable=SC2086 # the options are words
  setsid dockerd $options >>"$state/dockerd.log" 2>&1 </dev/null &
  pid=$!
  if await_daemon "$pid"; then
    if kill -0 "$pid" 2>/dev/null; then echo "$pid" >"$state/dockerd.pid"; fi
    echo "Docker $(docker version --format '{{.Server.Version}}'), $(docker info --format '{{.Driver}}')," \
      "dockerd ${options:-with its defaults}"
    exit 0
  fi
  kill "$pid" 2>/dev/null || true
  wait "$pid" || true
done
echo "dockerd does not start:" >&2
tail -n 40 "$state/dockerd.log" >&2
docker info 2>&1 | tail -n 3 >&2
exit 1
