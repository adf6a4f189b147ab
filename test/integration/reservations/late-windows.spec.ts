import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Claim } from '../../../src/core/claims.js';
import type { EntryContent } from '../../../src/core/entries.js';
import { codeOf, made, type Answer, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

// A late commit settles in its window, which is over; no time in its answer lies in the past.

const MINUTE = { window: 'minute', limit: '10' };

let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.expectAuditPasses();
  await fleet.stop();
});

const minute = async (): Promise<number> => {
  const [row] = await fleet.database.sql<{ minute: number }[]>`
    SELECT floor(extract(epoch FROM clock_timestamp()) / 60)::float8 AS minute`;
  return row!.minute;
};

/** Every time in a document at which something resets, or is worth trying again. */
function promised(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    (name === 'resetsAt' || name === 'retryAt') && typeof inner === 'string' ? [inner] : promised(inner),
  );
}

const entriesOf = async (budgetId: string): Promise<EntryContent[]> => {
  type Page = { items: { content: EntryContent }[] };
  const { items } = made(await admin.get<Page>(`/v1/budgets/${budgetId}/entries?limit=100`));
  return items.map(({ content }) => content);
};

const rulesOf = ({ body }: Answer<unknown>): unknown =>
  body.violations?.map(({ rule, resetsAt }) => [rule, resetsAt]);

test('late commits settle in the windows of their reservations; no retryAt lies in the past', async () => {
  const root = await admin.root('1000', { envelopes: [MINUTE] });
  const bounded = await admin.root('1000', { envelopes: [MINUTE, { window: 'transaction', limit: '4' }] });
  const agent = (await admin.issue(root.id)).client;
  const nothing = async (budgetId: string) => made(await admin.reserve(budgetId, '0', { ttlSeconds: 1 })).id;
  // All in one minute, whichever.
  while (new Date().getUTCSeconds() > 40) await sleep(250);
  const began = await minute();
  const old = [await nothing(root.id), await nothing(root.id), await nothing(root.id)] as const;
  const oldBounded = await nothing(bounded.id);
  expect(await minute()).toBe(began);
  while ((await minute()) === began) await sleep(250);

  // Two minutes' limits are paid in one: those of the window that is over, and of the one under way.
  expect(codeOf(await admin.commit(old[0], '10'))).toBe('200');
  const [fresh, further] = [await nothing(root.id), await nothing(root.id)];
  expect(codeOf(await admin.commit(fresh, '10'))).toBe('200');
  // No more of either. Where the window is over, it does not reset, and waiting mends nothing.
  const late = await admin.commit(old[1], '1');
  expect([codeOf(late), rulesOf(late)]).toEqual([
    '402 envelope_exceeded',
    [['envelope_exceeded', undefined]],
  ]);
  expect(late.body).toMatchObject({ retryAt: null, largestAdmissible: '0' });
  expect(late.headers.get('retry-after')).toBeNull();
  expect(codeOf(await admin.commit(further, '1'))).toBe('402 envelope_exceeded');
  const now = await admin.reserve(root.id, '1');
  expect(codeOf(now)).toBe('402 envelope_exceeded');
  expect(rulesOf(now)).toEqual([['envelope_exceeded', now.body.retryAt]]);
  // A limit for each transaction bounds what is paid so late.
  expect(rulesOf(await admin.commit(oldBounded, '5'))).toEqual([['envelope_exceeded', undefined]]);
  expect(codeOf(await admin.commit(oldBounded, '4'))).toBe('200');

  // A real cost: claimed without the right, and recorded with it, which stops nothing where the window is over.
  const cost = (who: Client, id: string) =>
    who.post<{ claim: Claim }>(`/v1/reservations/${id}/commit`, { amount: '20', overage: 'overdraft' });
  const claimed = await cost(agent, old[1]);
  expect([claimed.status, promised(claimed.body)]).toEqual([202, []]);
  const recorded = await cost(admin, old[2]);
  expect([recorded.status, promised(recorded.body)]).toEqual([200, []]);
  expect(await admin.budget(root.id)).toMatchObject({ state: 'active', balances: { spent: '40' } });

  const entries = [...(await entriesOf(root.id)), ...(await entriesOf(bounded.id))];
  expect(entries.filter(({ outcome }) => outcome === 'denied').length).toBe(4);
  for (const entry of entries)
    for (const time of promised(entry)) expect(Date.parse(time)).toBeGreaterThan(Date.parse(entry.at));
});
