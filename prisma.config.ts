import { defineConfig } from 'prisma/config';

// Only `prisma generate` reads this file: the service applies prisma/migrations itself, when it starts.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
