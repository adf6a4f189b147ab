#!/usr/bin/env bash
# Installs Debian packages on a machine nobody looks after: apt-install.sh PACKAGE...
#
# The lists may be absent or stale, a mirror may hiccup, and another process may hold apt's lock for a while.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
options=(-q -y -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3)

for attempt in 1 2 3; do
  # An earlier installation that was killed leaves dpkg half-way, and it then refuses everything else.
  dpkg --configure -a || true
  # A foreign source that is down fails the update, but not the packages wanted here: the installation decides.
  timeout 180 apt-get "${options[@]}" update || echo "apt-get update failed"
  if timeout 300 apt-get "${options[@]}" install --no-install-recommends "$@"; then exit 0; fi
  echo "attempt $attempt of 3 failed: apt-get install $*"
  sleep $((attempt * 5))
done
exit 1
