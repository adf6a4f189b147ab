import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { storyWithClass } from '../../clients/class-client.js';
import { storyWithFetch } from '../../clients/fetch-client.js';
import type { Story } from '../../clients/story.js';
import { Fleet } from '../../support/fleet.js';

const CLIENTS = path.resolve(import.meta.dirname, '../../clients');

const EXPECTED: Story = {
  currency: 'USD',
  childGuarantee: '10',
  revisions: [1, 5, 7],
  envelopeLimits: ['9', '8', '8'],
  held: '5',
  replayedSame: true,
  committed: '4.25',
  refunded: '0.25',
  released: 'released',
  denial: { code: 'insufficient_funds', rule: 'insufficient_funds', largestAdmissible: '10' },
  admissible: false,
  batch: ['held', 'reservation_state', 'reservation_state'],
  states: ['frozen', 'active'],
  kinds: [
    'delegate',
    'envelope_create',
    'envelope_update',
    'envelope_delete',
    'update',
    'reserve',
    'reserve',
    'extend',
    'commit',
    'refund',
    'reserve',
    'release',
    'reserve',
    'freeze',
    'resume',
  ],
  spent: '4',
  valid: true,
  listed: 1,
  treeDepth: 1,
  closedState: 'closed',
  stale: { code: 'revision_mismatch', current: 5 },
  asks: 1,
};

describe('generated clients', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start(1);
  });
  afterAll(async () => {
    await fleet.stop();
  });

  it.each([
    ['openapi-typescript with openapi-fetch', storyWithFetch],
    ['the class of swagger-typescript-api', storyWithClass],
  ])('go through the whole lifecycle: %s', async (_, run) => {
    expect(await run(fleet.client().baseUrl, fleet.client().key)).toEqual(EXPECTED);
  });

  it('are used without a cast', () => {
    for (const name of ['fetch-client.ts', 'class-client.ts', 'story.ts']) {
      const source = readFileSync(path.join(CLIENTS, name), 'utf8');
      expect(source).not.toMatch(/\bas\b(?! Bearer)|\bany\b|@ts-|[\w)\]]!\.|<unknown>|\bunknown\b/);
    }
  });

  it('pass the compiler', () => {
    const tsc = path.join(
      path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
      'bin/tsc',
    );
    const { status, stdout } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', CLIENTS], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});
