# The service alone: it wants a Postgres of its own in DATABASE_URL (see docker-compose.yml).
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY prisma/without-dev prisma/without-dev
# Of the packages what the console is built with, and nothing else: vendors' SDKs are for the tests of the others.
COPY packages packages
RUN npm ci --workspace @purser/console --include-workspace-root
COPY .swcrc prisma.config.ts tsconfig.json ./
COPY prisma prisma
COPY scripts scripts
COPY src src
# The optional packages are Postgres binaries, for starts without DATABASE_URL.
RUN npm run build && npm prune --workspaces=false --omit=dev --omit=optional

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/prisma/migrations prisma/migrations
COPY --from=build /app/dist dist
# The guides, which the service shows under /docs.
COPY docs docs
USER node
EXPOSE 3000
# Docker knows no probe but a command. This one is all built into bash: no second Node, and no curl in the image. What probes
# by HTTP itself, as Kubernetes does, asks /readyz and needs no command.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PORT:-3000} && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
CMD ["node", "--max-old-space-size=1024", "--max-semi-space-size=32", "dist/main.js"]
