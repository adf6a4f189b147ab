import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { CASES } from '../../../bench/cases/index.js';

const cwd = path.resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

// Whether the bench still works is found out here, and not on the day when somebody needs its figures. No figure is looked at.
test('each case of the bench yields a row without failures', async () => {
  const swc = [
    'src',
    'bench',
    'packages/sdk/src',
    '--out-dir',
    'dist/bench',
    '--ignore',
    '**/*.spec.ts',
    '--quiet',
  ];
  await run('node_modules/.bin/swc', swc, { cwd });
  const { stdout } = await run(process.execPath, ['dist/bench/bench/main.js', '--smoke'], { cwd });
  const [headings, , ...rows] = stdout
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const errors = headings!.indexOf('errors');
  expect(rows.map((cells) => [cells[1], cells[errors]])).toEqual(CASES.map(({ title }) => [title, '0']));
});
