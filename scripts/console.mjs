// Builds packages/console into dist/console, unless that was built of the same sources: tests build often, and the page changes seldom.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** What the page is made of: itself, and the SDK's types and code. */
const SOURCES = ['packages/console', 'packages/sdk/src'];
const NO_SOURCES = /(^|\/)(node_modules|dist|test)(\/|$)/;

/** Smaller files gain nothing. */
const WORTH_COMPRESSING = 1024;

/** Ends the process where the page cannot be built. Without its sources, or without what builds it, there is none: the service works. */
export function buildConsole(root) {
  const out = path.join(root, 'dist/console');
  const project = path.join(root, 'packages/console');
  if (!existsSync(path.join(project, 'index.html'))) return;
  const sources = hashOf(root);
  const built = path.join(out, '.sources');
  if (existsSync(built) && readFileSync(built, 'utf8') === sources) return;
  const { devDependencies } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));
  const placeOf = (name) =>
    [project, root].map((folder) => path.join(folder, 'node_modules', name)).find(existsSync);
  const missing = Object.keys(devDependencies).find((name) => !placeOf(name));
  if (missing !== undefined) {
    process.stderr.write(`the console is not built: ${missing} is not installed\n`);
    return;
  }
  const vite = path.join(placeOf('vite'), 'bin/vite.js');
  rmSync(built, { force: true });
  const args = [vite, 'build', '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'];
  const { status } = spawnSync(process.execPath, args, { cwd: project, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  compress(path.join(out, 'assets'));
  writeFileSync(built, sources);
}

function hashOf(root) {
  const hash = createHash('sha256');
  for (const folder of SOURCES)
    for (const file of readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .filter((file) => !NO_SOURCES.test(path.relative(root, file)))
      .sort())
      hash
        .update(`${path.relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
  return hash.digest('hex');
}

/** Once and well, so that no request has to. */
function compress(folder) {
  for (const name of readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name))) {
    const file = path.join(folder, name);
    const content = readFileSync(file);
    if (content.length < WORTH_COMPRESSING) continue;
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}
