import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { isPython, programs, pythonWithHttpx, type Program } from '../../../examples/support/programs.js';
import { PACKAGE_ROOT } from '../../../src/runtime/package.js';
import { Fleet } from '../../support/fleet.js';

const run = promisify(execFile);

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(1)));
afterAll(() => fleet.stop());

const RUNNER = ['--conditions=@purser/source', '--import', 'tsx', 'examples/main.ts'];

/** How long one may take: it is a bound for what hangs. */
const TIMEOUT_MS = 150_000;

/** What the runner prints; rejects where it ends with another code than 0. */
async function printed(...args: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, PURSER_ADMIN_KEY: fleet.client().key };
  const { stdout } = await run(process.execPath, [...RUNNER, ...args], {
    cwd: PACKAGE_ROOT,
    env,
    timeout: TIMEOUT_MS,
  });
  return stdout;
}

/** A newcomer reads all of it at once. */
const MOST_LINES = 40;
const MOST_LINES_OF: Record<string, number> = { orchestrator: 60, 'orchestrator.py': 25 };

/** Those in Python run where its packages are: see test/integration/clients/python.spec.ts. */
const toRun = (program: Program) => (isPython(program) && !pythonWithHttpx() ? test.skip : test);

/** Where its text has to be: in the README of each package that it shows; of the SDK alone, in its README or its guide. */
function pagesOf(program: Program, text: string): string[][] {
  if (isPython(program)) return [['clients/python/README.md'], ['docs/sdk.md']];
  const shown = [...text.matchAll(/ from '@purser\/([\w-]+)/g)].map(([, name]) => name!);
  const guards = [...new Set(shown)].filter((name) => name !== 'sdk');
  if (guards.length === 0) return [['packages/sdk/README.md', 'docs/sdk.md']];
  return guards.map((name) => [`packages/${name}/README.md`]);
}

const read = (file: string): string => readFileSync(path.join(PACKAGE_ROOT, file), 'utf8');

describe.each(programs.map((program): [string, Program] => [program.name, program]))(
  '%s',
  (name, program) => {
    const text = readFileSync(program.file, 'utf8');
    const language = isPython(program) ? 'python' : 'ts';

    toRun(program)('runs to its end on a service', async () => {
      expect(await printed(name, '--url', fleet.client().baseUrl)).toMatch(/\w/);
      await fleet.expectAuditPasses();
    });

    test('is short', () => {
      expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(MOST_LINES_OF[name] ?? MOST_LINES);
    });

    test('is shown as it stands where its package is explained', () => {
      for (const pages of pagesOf(program, text)) {
        const showing = pages.filter((page) => read(page).includes(`\n\`\`\`${language}\n${text}\`\`\`\n`));
        expect([pages, showing.length]).toEqual([pages, 1]);
      }
    });
  },
);

test('every stand-in has its program', () => {
  const standIns = readdirSync(path.join(PACKAGE_ROOT, 'examples/stand-ins'));
  expect(programs.map(({ name }) => `${name}.ts`)).toEqual(expect.arrayContaining(standIns));
});

test('the runner starts a service of its own, and without a name lists the programs', async () => {
  expect(await printed('sdk')).toContain('spent 0.2814, left 9.7186');
  const list = await printed();
  for (const { name, shows } of programs) expect(list).toContain(`${name.padEnd(16)}${shows}\n`);
});
