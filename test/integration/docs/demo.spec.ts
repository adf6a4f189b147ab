import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PACKAGE_ROOT } from '../../../src/runtime/package.js';

const run = promisify(execFile);

const MINUTES = 60_000;

test(
  'the demo agrees with the ledger on the price of every call and on the sum, and the audit passes',
  async () => {
    const program = ['--conditions=@purser/source', '--import', 'tsx', 'demo/main.ts'];
    // Rejects where it ends with another code than 0: where they differ, or where the audit fails.
    const { stdout } = await run(process.execPath, [...program, '--calls', '1500'], {
      cwd: PACKAGE_ROOT,
    });
    expect(stdout).toContain('1500 calls, 40 agents under five orchestrators');
    expect(stdout).toMatch(/spent: \$[\d.]+ says the ledger, \$[\d.]+ counted the demo\n/);
    expect(stdout).toContain('audit: passed (46 budgets');
  },
  10 * MINUTES,
);
