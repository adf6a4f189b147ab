import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openReadClient } from '../../../src/database/read-client.js';
import type { PrismaClient } from '../../../src/generated/prisma/client.js';
import { newId } from '../../../src/ids/ids.js';
import { MalformedCursorError } from '../../../src/queries/page.js';
import { ReservationQueries, type ReservationFilter } from '../../../src/queries/reservation-queries.js';
import { busyTree, type BusyTree } from '../../support/busy-tree.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { TestLedger } from '../../support/ledger.js';

let database: TestDatabase;
let ledger: TestLedger;
let prisma: PrismaClient;
let queries: ReservationQueries;
let tree: BusyTree;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = new TestLedger(database.url);
  prisma = openReadClient(database.url, 4);
  queries = new ReservationQueries(prisma);
  tree = await busyTree(ledger);
  await busyTree(ledger);
});

afterAll(async () => {
  await Promise.all([ledger.stop(), prisma.$disconnect()]);
  await database.drop();
});

const listed = async (filter: Omit<ReservationFilter, 'limit'>) =>
  (await queries.list({ limit: 100, ...filter })).items.map(({ id }) => id);

describe('list', () => {
  test('shows what is there, the newest first', async () => {
    const { items, nextCursor } = await queries.list({ limit: 100 });
    expect(items).toHaveLength(14);
    expect(nextCursor).toBeNull();
    const ids = items.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort().reverse());
  });

  test.each<[string, () => Omit<ReservationFilter, 'limit'>, () => string[]]>([
    [
      'budget',
      () => ({ budgetId: tree.agent }),
      () => {
        const { refunded, released, committed, held, late } = tree.reservations;
        return [refunded, released, committed, held, late];
      },
    ],
    ['budget without its subtree', () => ({ budgetId: tree.team }), () => []],
    ['no such budget', () => ({ budgetId: newId('budget') }), () => []],
    ['what is no id', () => ({ budgetId: 'x', subtree: true }), () => []],
    ['held', () => ({ budgetId: tree.agent, states: ['held'] }), () => [tree.reservations.held]],
    ['released', () => ({ budgetId: tree.agent, states: ['released'] }), () => [tree.reservations.released]],
    [
      'run',
      () => ({ budgetId: tree.root, subtree: true, runId: 'run-2' }),
      () => [tree.reservations.released],
    ],
    ['vendor', () => ({ budgetId: tree.agent, vendors: ['other'] }), () => [tree.reservations.refunded]],
    [
      'category, task and label',
      () => ({
        budgetId: tree.agent,
        category: 'llm',
        taskId: 'task-1',
        metadata: { step: '1' },
        states: ['committed'],
      }),
      () => [tree.reservations.refunded, tree.reservations.committed],
    ],
    ['another label', () => ({ metadata: { step: '2' } }), () => []],
    ['a hostile label', () => ({ metadata: { "'; DROP TABLE x": "'" } }), () => []],
  ])('filters by %s', async (_, filter, expected) => {
    expect(await listed(filter())).toEqual(expected());
  });

  test('finds those of a subtree', async () => {
    expect(await listed({ budgetId: tree.root, subtree: true })).toHaveLength(7);
    expect(await listed({ budgetId: tree.team, subtree: true })).toHaveLength(6);
    expect(await listed({ runId: 'run-2' })).toHaveLength(2);
    expect(await listed({ states: ['held'] })).toHaveLength(2);
  });

  test('goes on after each page', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await queries.list({
        limit: 3,
        budgetId: tree.root,
        subtree: true,
        ...(cursor && { cursor }),
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(await listed({ budgetId: tree.root, subtree: true }));
  });

  test('refuses a cursor of another list', async () => {
    const cursor = Buffer.from('budgets:0193f5a0-0000-7000-8000-000000000000').toString('base64url');
    await expect(queries.list({ limit: 1, cursor })).rejects.toThrow(MalformedCursorError);
  });
});

describe('get', () => {
  test('has all that is kept', async () => {
    const held = await queries.get(tree.reservations.held);
    expect(held).toMatchObject({
      id: tree.reservations.held,
      budgetId: tree.agent,
      treeId: tree.root,
      state: 'held',
      amount: '10.5',
      held: '8.25',
      committed: '2.25',
      vendor: 'acme',
      runId: 'run-1',
      reason: 'because',
      metadata: { step: '1' },
      context: { prompt: 'héllo "wörld" \u2028', depth: [1, { a: 1e21, b: 2 }] },
      settledAt: null,
    });
    expect(held!.charges.map((id) => id.split('/')[0])).toEqual([
      tree.envelopes.velocity,
      tree.envelopes.deleted,
      tree.envelopes.perVendor,
      tree.envelopes.daily,
    ]);
    expect(held!.remainingTtlMs).toBeGreaterThan(3_500_000);
    expect(held!.remainingTtlMs).toBeLessThanOrEqual(3_600_000);
  });

  test('has no time left once it is settled', async () => {
    const late = await queries.get(tree.reservations.late);
    expect(late).toMatchObject({ state: 'expired', committed: '0.5', remainingTtlMs: 0, context: null });
    expect(late!.settledAt).not.toBeNull();
  });

  test.each(['', 'x', newId('reservation'), newId('budget')])('finds nothing under %j', async (id) => {
    expect(await queries.get(id)).toBeNull();
  });
});
