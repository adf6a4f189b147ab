import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Fleet } from '../../support/fleet.js';
import { Issuer } from '../../support/issuer.js';

let fleet: Fleet;
let issuer: Issuer;

beforeAll(async () => {
  issuer = await Issuer.start();
  fleet = await Fleet.start(1, issuer.environment);
});

afterAll(async () => {
  await fleet.stop();
  issuer.stop();
});

test('the session of the page on approvals runs as it says', async () => {
  const page = await readFile(path.resolve(import.meta.dirname, '../../../docs/approvals.md'), 'utf8');
  const blocks = [...page.matchAll(/<!-- session -->\s*```sh\n(.*?)```/gs)].map(([, block]) => block!);
  expect(blocks).toHaveLength(5);
  const env = {
    PATH: process.env.PATH,
    PURSER: fleet.client().baseUrl,
    KEY: fleet.client().key,
    ANN: await issuer.operator('ann'),
    BOB: await issuer.operator('bob'),
  };
  const script = ['-euo', 'pipefail', '-c', blocks.join('\n')];
  const { stdout } = await promisify(execFile)('bash', script, { env });
  expect(stdout).not.toContain('/docs/errors/');
  expect([...stdout.matchAll(/"state":"(\w+)"/g)].map(([, state]) => state)).toEqual([
    'pending_approval',
    'pending_approval',
    'pending_approval',
    'held',
    'held',
    'committed',
    'rejected',
  ]);
});
