import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDataFolder } from '../../support/data-folders.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

const started: ChildProcess[] = [];
let folder: string;
let installed: string;

/**
 * Packs what was built and unpacks it as npm would install it in a project, without a registry: each dependency that
 * package.json names is a link to the one that the tests use, and what it does not name cannot be found.
 */
beforeAll(async () => {
  folder = await newDataFolder();
  // As root, Postgres runs as another user, who has to come this far.
  await chmod(folder, 0o755);
  const modules = path.join(folder, 'node_modules');
  installed = path.join(modules, 'purser');
  await mkdir(installed, { recursive: true });
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename }] = JSON.parse((await run('npm', pack, { cwd: ROOT })).stdout) as [{ filename: string }];
  await run('tar', ['-xzf', path.join(folder, filename), '-C', installed, '--strip-components', '1']);
  const { dependencies } = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    await mkdir(path.dirname(path.join(modules, name)), { recursive: true });
    await symlink(path.join(ROOT, 'node_modules', name), path.join(modules, name));
  }
  await mkdir(path.join(modules, '.bin'));
  await symlink('../purser/dist/cli/purser.js', path.join(modules, '.bin/purser'));
});

// A test that failed half-way leaves none behind.
afterAll(async () => {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'close');
  }
});

/** Starts `npx purser` in the folder of the project, as far as the program that npx finds. */
function purser(...args: string[]) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, PORT: '0' };
  const child = spawn(path.join(folder, 'node_modules/.bin/purser'), args, { cwd: folder, env });
  started.push(child);
  return child;
}

describe('the packed package', () => {
  test('holds what runs and what is read, and no source, test or data', async () => {
    expect((await readdir(installed)).filter((name) => name !== 'CHANGELOG.md').sort()).toEqual(
      ['LICENSE', 'README.md', 'SECURITY.md', 'dist', 'docs', 'package.json', 'prisma'].sort(),
    );
    expect(await readdir(path.join(installed, 'prisma'))).toEqual(['migrations']);
    const built = await readdir(path.join(installed, 'dist'), { recursive: true });
    expect(built).toContain('cli/purser.js');
    expect(built).toContain('console/index.html');
    expect(built.filter((file) => /^console\/assets\/.+\.(js|css)$/.test(file)).length).toBeGreaterThan(1);
    expect(built).not.toContain('console/.sources');
    expect(built.filter((file) => /\.spec\.|^bench/.test(file))).toEqual([]);
  });

  test('starts the service on a Postgres of its own, in the folder where it is started', async () => {
    const service = purser();
    const ended = once(service, 'close') as Promise<[number]>;
    let printed = '';
    for (const stream of [service.stdout, service.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
    const url = await new Promise<string>((resolve, reject) => {
      service.stdout.on('data', () => {
        const found = /"url":"(http[^"]+)".*"msg":"listening"/.exec(printed);
        if (found) resolve(found[1]!);
      });
      void ended.then(() => reject(new Error(printed)));
    });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    for (const guide of ['concepts', 'decisions/0001-group-committed-compare-and-swap'])
      expect([guide, (await fetch(`${url}/docs/${guide}`)).status]).toEqual([guide, 200]);
    const key = /Admin key {2}(purser_admin_\S+)/.exec(printed)![1];
    const budgets = await fetch(`${url}/v1/budgets`, { headers: { authorization: `Bearer ${key}` } });
    expect(budgets.status).toBe(200);
    expect(existsSync(path.join(folder, 'purser-data/postgres'))).toBe(true);
    service.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  });

  test('audits and shows its usage from the same program', async () => {
    for (const [argument, code] of [
      ['audit', 0],
      ['--help', 0],
      ['pay', 2],
    ] as const) {
      const child = purser(argument);
      child.stdout.resume();
      child.stderr.resume();
      expect([argument, await once(child, 'close')]).toEqual([argument, [code, null]]);
    }
  });
});
