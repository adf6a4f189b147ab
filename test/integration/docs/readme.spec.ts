import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { welcome } from '../../../src/process/welcome.js';
import { VARIABLES } from '../../../src/runtime/config.js';
import { Fleet } from '../../support/fleet.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

let readme: string;
let fleet: Fleet;

beforeAll(async () => {
  readme = await readFile(path.join(ROOT, 'README.md'), 'utf8');
  fleet = await Fleet.start(1);
});

afterAll(() => fleet.stop());

/** Runs a script as a reader's shell would. */
const shell = async (script: string): Promise<string> => {
  const env = {
    PATH: process.env.PATH,
    PURSER: fleet.client().baseUrl,
    PURSER_ADMIN_KEY: fleet.client().key,
  };
  return (await run('bash', ['-euo', 'pipefail', '-c', script], { env })).stdout;
};

describe('the README', () => {
  test('its session runs from delegation to the journal, and again', async () => {
    const blocks = [...readme.matchAll(/<!-- session -->\s*```sh\n(.*?)```/gs)].map(([, block]) => block!);
    expect(blocks.length).toBeGreaterThanOrEqual(7);
    const first = await shell(blocks.join('\n'));
    expect(first).toMatch(/"spent": "0\.2814"/);
    expect(first).toMatch(/"code": "insufficient_funds"/);
    expect(first).toMatch(/"valid": true/);
    expect(first).toMatch(/"role": "agent"/);
    // The one thing that is looked for and must not be found.
    expect(first.match(/"status": 404/g)).toHaveLength(1);
    expect(first).not.toMatch(/"status": (400|401|409|412|422|428|5\d\d)/);
    // Every write but the paid call has its key in the text: running it twice finds what the first run made.
    const [root] = /budget_[0-9a-z]{26}/.exec(first)!;
    expect(await shell(blocks.join('\n'))).toContain(root);
  });

  test('its program pays for a call', async () => {
    const [, program] = /<!-- program -->\s*```ts\n(.*?)```/s.exec(readme)!;
    const { id: budget } = await fleet.client().root('1');
    const { secret } = await fleet.client().issue(budget);
    // What the reader has: a budget, and a model.
    const given = `
      const budget = '${budget}';
      const callTheModel = async () => ({ text: 'shorter', cost: '0.2814' });
    `;
    const node = ['--conditions=@purser/source', '--import', 'tsx', '--input-type=module', '--eval'];
    const env = { PATH: process.env.PATH, PURSER_URL: fleet.client().baseUrl, PURSER_KEY: secret! };
    const code = `${given}${program}console.log(answer);`;
    expect(await run(process.execPath, [...node, code], { cwd: ROOT, env })).toMatchObject({
      stdout: 'shorter\n',
    });
    expect((await fleet.client().budget(budget)).balances).toMatchObject({ spent: '0.2814', reserved: '0' });
  });

  test('its table of variables is the configuration', () => {
    for (const { name, otherwise, meaning } of Object.values(VARIABLES)) {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\``));
      const cells = row?.split('|').map((cell) => cell.trim());
      expect(cells?.slice(1, 4)).toEqual([
        `\`${name}\``,
        otherwise === undefined ? '' : `\`${String(otherwise)}\``,
        meaning,
      ]);
    }
    const rows = readme.match(/^\| `[A-Z_]+` +\|/gm) ?? [];
    expect(rows).toHaveLength(Object.keys(VARIABLES).length);
  });

  test('its session says what is missing where the admin key is not in the shell', async () => {
    const [first] = /(?<=<!-- session -->\s*```sh\n).*?(?=```)/s.exec(readme)!;
    const env = { PATH: process.env.PATH, PURSER: fleet.client().baseUrl };
    await expect(run('bash', ['-c', first], { env })).rejects.toThrow(/PURSER_ADMIN_KEY: is not set/);
  });

  test('the first screen shows a new key under the name that the session uses', () => {
    const screen = welcome({
      url: 'http://x',
      data: 'here',
      adminKey: { kind: 'made', key: 'purser_admin_1' },
    });
    expect(screen).toContain('export PURSER_ADMIN_KEY=purser_admin_1\n');
    expect(screen).toContain('Bearer $PURSER_ADMIN_KEY"');
  });

  test('the curl of the first screen works when it is pasted', async () => {
    const [command] = /curl -sS http[\s\S]*?\n\n/.exec(fleet.services[0]!.stdout)!;
    expect(JSON.parse(await shell(command))).toMatchObject({ name: 'demo', balances: { available: '100' } });
  });

  test('every page it points to is there', async () => {
    for (const [, target] of readme.matchAll(/\]\((docs\/[^)#]+)[^)]*\)/g))
      await expect(readFile(path.join(ROOT, target!), 'utf8')).resolves.toMatch(/^# /m);
  });
});
