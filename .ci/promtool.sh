#!/usr/bin/env bash
# Makes a promtool: promtool.sh DIRECTORY
#
# One that is installed is used as it is. Otherwise it is taken out of Debian's package, which is not installed: its scripts
# would start a Prometheus.
set -euo pipefail
directory=$1

if command -v promtool >/dev/null; then
  ln -s "$(command -v promtool)" "$directory/promtool"
  exit 0
fi
cd "$directory"
for attempt in 1 2 3; do
  if timeout 120 apt-get -q -o Acquire::Retries=3 download prometheus; then break; fi
  # The lists may be absent or stale, and only root can renew them.
  timeout 180 apt-get -q -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 update ||
    echo "attempt $attempt of 3 failed: apt-get update"
done
dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x --to-stdout ./usr/bin/promtool >promtool
rm prometheus_*.deb
chmod +x promtool
