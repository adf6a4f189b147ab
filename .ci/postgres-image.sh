#!/usr/bin/env bash
# Builds the image in which Testcontainers runs Postgres 15: postgres-image.sh TAG
#
# CI machines can reach Debian's packages but no image registry, so the image is a minimal Debian with its Postgres, and an
# entrypoint that behaves like that of the official image. An image with this tag and entrypoint is kept.
set -euo pipefail
tag=$1
suite=bookworm
entrypoint=$(dirname "${BASH_SOURCE[0]}")/postgres-entrypoint.sh

# The image carries the checksum of what made it, so that a change of these scripts is not hidden by an old image.
recipe=$(cat "${BASH_SOURCE[0]}" "$entrypoint" | sha256sum | cut -c 1-16)
if [ "$(docker image inspect --format '{{index .Config.Labels "recipe"}}' "$tag" 2>/dev/null)" = "$recipe" ]; then
  echo "$tag is there already"
  exit 0
fi
[ "$(id -u)" = 0 ] || { echo "Only root can build $tag" >&2; exit 1; }

if ! command -v debootstrap >/dev/null; then
  bash "$(dirname "${BASH_SOURCE[0]}")/apt-install.sh" debootstrap debian-archive-keyring
fi

work=$(mktemp -d)
# One file system only: should a mount of debootstrap's be left in there, what it shows must survive.
trap 'rm -rf --one-file-system "$work"' EXIT

# The mirror that this machine's apt uses for the suite; without one, debootstrap takes its default.
# shellcheck disable=SC2016 # apt fills this in, not the shell
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $suite" | sed -n 1p)
for attempt in 1 2 3; do
  root=$work/root$attempt
  # In a mount namespace of its own, what debootstrap mounts goes away with it, however it ends.
  if timeout -k 10 420 unshare --mount debootstrap --variant=minbase --include=postgresql-15 "$suite" "$root" ${mirror:+"$mirror"} \
    >"$work/log" 2>&1; then break; fi
  tail -n 20 "$work/log" "$root/debootstrap/debootstrap.log" || true
  [ "$attempt" -lt 3 ] || exit 1
  rm -rf --one-file-system "$root"
done

rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/lib/postgresql/15 "$root"/etc/postgresql/15 \
  "$root"/usr/share/{doc,man,locale}
install -m 755 "$entrypoint" "$root/usr/local/bin/docker-entrypoint.sh"
tar -C "$root" -c . | docker import \
  --change 'ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  --change 'ENV LANG=C.UTF-8' \
  --change 'ENV PGDATA=/var/lib/postgresql/data' \
  --change 'VOLUME /var/lib/postgresql/data' \
  --change 'EXPOSE 5432' \
  --change "LABEL recipe=$recipe" \
  --change 'ENTRYPOINT ["docker-entrypoint.sh"]' \
  --change 'CMD ["postgres"]' \
  - "$tag"
docker image inspect --format '{{.RepoTags}} {{.Size}} bytes' "$tag"
