import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { openerOf } from '../../../demo/open.js';
import { PACKAGE_ROOT } from '../../../src/runtime/package.js';

const run = promisify(execFile);

const MINUTES = 60_000;

const PROGRAM = ['--conditions=@purser/source', '--import', 'tsx', 'demo/main.ts'];

test(
  'the demo agrees with the ledger on the price of every call and on the sum, and the audit passes',
  async () => {
    // Rejects where it ends with another code than 0: where they differ, or where the audit fails.
    const { stdout } = await run(process.execPath, [...PROGRAM, '--calls', '1500'], {
      cwd: PACKAGE_ROOT,
    });
    expect(stdout).toContain('1500 calls, 40 agents under five orchestrators');
    expect(stdout).toMatch(/spent: \$[\d.]+ says the ledger, \$[\d.]+ counted the demo\n/);
    expect(stdout).toContain('audit: passed (46 budgets');
  },
  10 * MINUTES,
);

test(
  'with --open the service stays until Ctrl-C, with calls that wait for an answer',
  async () => {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME };
    const demo = spawn(process.execPath, [...PROGRAM, '--calls', '100', '--open'], {
      cwd: PACKAGE_ROOT,
      env,
    });
    const exited = once(demo, 'exit');
    let output = '';
    const shown = new Promise<void>((resolve) =>
      demo.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('Ctrl-C ends')) resolve();
      }),
    );
    await Promise.race([shown, exited]);
    const [, url = '', key = ''] = /console: (\S+)\s+Sign in with this key: (\S+)/.exec(output) ?? [];
    const waiting = await fetch(`${url}/v1/approvals`, { headers: { authorization: `Bearer ${key}` } });
    expect(((await waiting.json()) as { items: unknown[] }).items).toHaveLength(3);
    demo.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
    await expect(fetch(url)).rejects.toThrow();
  },
  10 * MINUTES,
);

test('a browser is opened where there is a desktop, and nowhere else', () => {
  expect(openerOf('linux', { DISPLAY: ':0' })).toBe('xdg-open');
  expect(openerOf('linux', {})).toBeNull();
  expect(openerOf('darwin', {})).toBe('open');
  expect(openerOf('darwin', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' })).toBeNull();
});
