// Compiles src to dist with swc: types are checked by `npm run typecheck`, so that a start takes a second. Then the console, if it has changed.
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { buildConsole } from './console.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const swc = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@swc/cli/package.json')),
  'bin/swc.js',
);

// What was renamed or deleted in src must not live on in dist.
const dist = path.join(root, 'dist');
for (const name of existsSync(dist) ? readdirSync(dist) : [])
  if (name !== 'console') rmSync(path.join(dist, name), { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [swc, 'src', '--out-dir', 'dist', '--strip-leading-paths', '--ignore', '**/*.spec.ts', '--quiet'],
  { cwd: root, stdio: 'inherit' },
);
if (status !== 0) process.exit(status ?? 1);
// What `npx purser` starts has to be a program.
const { bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
for (const program of Object.values(bin)) chmodSync(path.join(root, program), 0o755);

buildConsole(root);
