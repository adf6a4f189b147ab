#!/usr/bin/env bash
# Makes the system's Python ready for the tests of the Python client: python.sh
#
# What is there already is used as it is. Only root can install the rest, out of Debian's packages.
set -euo pipefail

if /usr/bin/python3 -c 'import httpx, mypy, pytest, pytest_asyncio' 2>/dev/null; then exit 0; fi
bash .ci/apt-install.sh python3 python3-httpx python3-pytest python3-pytest-asyncio mypy
/usr/bin/python3 -c 'import httpx, mypy, pytest, pytest_asyncio'
