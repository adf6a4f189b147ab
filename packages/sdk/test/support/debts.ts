import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Debt, Debtor, Sent } from '../../src/outbox/outbox.js';

// What specs of an outbox stand on.

/** Where the outbox is to be: for each test another folder, whose parents are not there yet. */
export let folder: string;

export function useFolder(): void {
  beforeEach(
    async () => (folder = path.join(await mkdtemp(path.join(tmpdir(), 'purser-outbox-')), 'a', 'b')),
  );
  afterEach(() => rm(path.resolve(folder, '../..'), { recursive: true }));
}

export const debt = (i: number, fields: Partial<Debt> = {}): Debt => ({
  holder: 'key_1',
  path: '/v1/reservations/{id}/commit',
  params: { id: `rsv_${i}` },
  body: { amount: '1' },
  idempotencyKey: `debt ${i}/ü`,
  ...fields,
});

/** A debtor that sends nothing. */
export function debtor(say: (debt: Debt) => Sent): Debtor & { sent: Debt[] } {
  const sent: Debt[] = [];
  return { holder: 'key_1', sent, send: (one) => Promise.resolve((sent.push(one), say(one))) };
}
