#!/bin/bash
# Entrypoint of the Postgres test image. It does what Testcontainers relies on in the official image's: POSTGRES_USER,
# POSTGRES_PASSWORD and POSTGRES_DB make the cluster, the server is reachable by TCP only when it is complete, it logs
# "database system is ready to accept connections" twice on a first start, and `postgres -c name=value` sets options.
set -euo pipefail

case ${1:-postgres} in
  -*) set -- postgres "$@" ;;
  postgres) ;;
  *) exec "$@" ;;
esac

# Postgres refuses to run as root. From here on this script is the user postgres, and in the end the server itself.
if [ "$(id -u)" = 0 ]; then
  install -d -o postgres -g postgres -m 700 "$PGDATA"
  install -d -o postgres -g postgres -m 2775 /var/run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?must be set}"
  user=${POSTGRES_USER:-postgres}
  database=${POSTGRES_DB:-$user}

  # Local connections are trusted, as psql inside the container needs it; every other one wants the password.
  initdb --username="$user" --pwfile=<(echo "$POSTGRES_PASSWORD") --encoding=UTF8 --auth-local=trust \
    --auth-host=scram-sha-256
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"

  # Durability stays at Postgres' defaults: fsync, synchronous_commit and full_page_writes are on.
  cat >>"$PGDATA/postgresql.conf" <<'CONF'
listen_addresses = '*'
max_connections = 200
CONF

  pg_ctl --wait --options="-c listen_addresses=''" start
  if [ "$database" != postgres ]; then createdb --username="$user" --maintenance-db=postgres "$database"; fi
  pg_ctl --wait --mode=fast stop
  echo "PostgreSQL init process complete; ready for start up."
fi

exec "$@"
