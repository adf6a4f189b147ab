import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalText } from '../../../src/core/canonical.js';
import { openReadClient } from '../../../src/database/read-client.js';
import type { PrismaClient } from '../../../src/generated/prisma/client.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { JournalQueries, type EntryFilter } from '../../../src/queries/journal-queries.js';
import { MalformedCursorError } from '../../../src/queries/page.js';
import { busyTree, type BusyTree } from '../../support/busy-tree.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { TestLedger } from '../../support/ledger.js';

let database: TestDatabase;
let ledger: TestLedger;
let prisma: PrismaClient;
let queries: JournalQueries;
let tree: BusyTree;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = new TestLedger(database.url);
  prisma = openReadClient(database.url, 4);
  queries = new JournalQueries(prisma);
  tree = await busyTree(ledger);
});

afterAll(async () => {
  await Promise.all([ledger.stop(), prisma.$disconnect()]);
  await database.drop();
});

const entries = async (filter: Omit<EntryFilter, 'limit'>, budgetId = tree.agent) =>
  (await queries.entries(budgetId, { limit: 100, ...filter }))!.items;
const versions = async (filter: Omit<EntryFilter, 'limit'>) =>
  (await entries(filter)).map(({ content }) => content.version);

describe('entries', () => {
  test('can be chained by anyone', async () => {
    let head = '0'.repeat(64);
    const all = await entries({});
    expect(all.length).toBeGreaterThan(15);
    for (const [i, { content, hash, previousHash }] of all.entries()) {
      expect(content.version).toBe(i + 1);
      expect(previousHash).toBe(head);
      head = createHash('sha256')
        .update(head + canonicalText(content))
        .digest('hex');
      expect(hash).toBe(head);
    }
  });

  test('are filtered', async () => {
    const all = await entries({});
    const where = (matches: (content: (typeof all)[number]['content']) => boolean) =>
      all.filter(({ content }) => matches(content)).map(({ content }) => content.version);
    const { held } = tree.reservations;
    expect(await versions({ kind: 'commit' })).toEqual(where(({ kind }) => kind === 'commit'));
    expect(await versions({ outcome: 'denied' })).toEqual(where(({ outcome }) => outcome === 'denied'));
    expect(await versions({ outcome: 'denied' })).toHaveLength(2);
    expect(await versions({ reservationId: held })).toEqual(
      where(({ reservation }) => reservation?.id === held),
    );
    expect(await versions({ reservationId: held })).toHaveLength(3);
    expect(await versions({ reservationId: 'x' })).toEqual([]);
    expect(await versions({ afterVersion: 3, kind: 'freeze' })).toEqual(
      where((c) => c.kind === 'freeze' && c.version > 3),
    );
    expect(await versions({ order: 'desc', afterVersion: 3 })).toEqual([2, 1]);
  });

  test.each(['asc', 'desc'] as const)('go on after each page, %s', async (order) => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = (await queries.entries(tree.agent, { order, limit: 7, ...(cursor && { cursor }) }))!;
      seen.push(...page.items.map(({ content }) => content.version));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(await versions({ order }));
    const other = order === 'asc' ? 'desc' : 'asc';
    const { nextCursor } = (await queries.entries(tree.agent, { order, limit: 1 }))!;
    await expect(
      queries.entries(tree.agent, { order: other, limit: 1, cursor: nextCursor! }),
    ).rejects.toThrow(MalformedCursorError);
  });

  test('of nothing are none', async () => {
    for (const id of ['x', newId('budget')]) {
      expect(await queries.entries(id, { limit: 1 })).toBeNull();
      expect(await queries.balanceAt(id, { version: 1 })).toBeNull();
      expect(await queries.balanceAt(id, { at: Date.now() })).toBeNull();
      expect(await queries.verify(id)).toBeNull();
    }
  });
});

describe('the balance', () => {
  test('at every version and time is that of the entry', async () => {
    const all = (await entries({})).map(({ content }) => content);
    for (const { version, at, balances } of all) {
      expect(await queries.balanceAt(tree.agent, { version })).toEqual({
        budgetId: tree.agent,
        version,
        at,
        balances,
      });
      const time = Date.parse(at);
      // Of several entries of one millisecond, the last one has the balances.
      const last = all.findLast((entry) => Date.parse(entry.at) <= time)!;
      expect(await queries.balanceAt(tree.agent, { at: time })).toMatchObject({ version: last.version });
      const before = all.findLast((entry) => Date.parse(entry.at) < time);
      const found = await queries.balanceAt(tree.agent, { at: time - 1 });
      expect(found?.version).toBe(before?.version ?? 0);
    }
  });

  test('is zero before the first entry, current after the last, and 404 for a later version', async () => {
    const newest = (await entries({ order: 'desc' }))[0]!.content;
    expect(await queries.balanceAt(tree.agent, { at: 0 })).toEqual({
      budgetId: tree.agent,
      version: 0,
      at: '1970-01-01T00:00:00.000Z',
      balances: { allocated: '0', available: '0', delegated: '0', overdraft: '0', reserved: '0', spent: '0' },
    });
    expect(await queries.balanceAt(tree.agent, { version: 0 })).toBeNull();
    expect(await queries.balanceAt(tree.agent, { version: newest.version + 1 })).toBeNull();
    expect(await queries.balanceAt(tree.agent, { at: Date.now() + 1e9 })).toMatchObject({
      version: newest.version,
    });
  });
});

describe('the path of a decision', () => {
  type Content = Awaited<ReturnType<typeof entries>>[number]['content'];

  /** What the journal of a budget says of it after some of its entries: the same, worked out from the first on. */
  function replayed(journal: readonly Content[]) {
    const envelopes = new Map<string, NonNullable<Content['envelope']>>();
    for (const { kind, envelope, envelopes: first = [] } of journal) {
      for (const one of first) envelopes.set(one.id, one);
      if (envelope && kind === 'envelope_delete') envelopes.delete(envelope.id);
      else if (envelope) envelopes.set(envelope.id, envelope);
    }
    return {
      version: journal.length,
      settings: journal.findLast(({ settings }) => settings)?.settings ?? null,
      balances: journal.at(-1)?.balances ?? null,
      envelopes: [...envelopes.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    };
  }

  test('has settings, balances and envelopes as they were before it, whatever was changed since', async () => {
    const names = [tree.agent, tree.team, tree.root];
    const journals = new Map(
      await Promise.all(
        names.map(async (id) => [id, (await entries({}, id)).map(({ content }) => content)] as const),
      ),
    );
    const own = journals.get(tree.agent)!;
    let exact = 0;
    for (const decision of own.slice(1)) {
      const looking = { path: true, within: null };
      const { path, pathAbove } = (await queries.entry(tree.agent, decision.version, looking))!;
      expect(pathAbove).toBe(0);
      expect(path!.map(({ budgetId }) => budgetId)).toEqual(names);
      for (const budget of path!) {
        const journal = journals.get(budget.budgetId)!;
        const before = journal.slice(0, budget.version);
        const { version, settings, balances, envelopes } = budget;
        const plain = envelopes!.map(({ applies: _, ...envelope }) => envelope);
        expect({ version, settings, balances, envelopes: plain }).toEqual(replayed(before));
        const isBefore = ({ at }: Content) =>
          budget.budgetId === tree.agent ? version === decision.version - 1 : at < decision.at;
        expect(before.every(isBefore)).toBe(true);
        if (budget.isExact) exact += 1;
      }
    }
    expect(exact).toBeGreaterThan(own.length);
  });

  test('marks the envelopes that count what was asked for', async () => {
    const denied = (await entries({ outcome: 'denied' })).map(({ content }) => content);
    const asked = denied.find(({ kind }) => kind === 'reserve')!;
    const { path } = (await queries.entry(tree.agent, asked.version, { path: true, within: null }))!;
    const counts = path!.flatMap(({ envelopes }) => envelopes!);
    const { vendor } = asked.requested as { vendor: string | null };
    for (const { match, applies, scope, budgetId } of counts)
      expect(applies).toBe(
        (match.vendors === null || match.vendors.includes(vendor ?? '')) &&
          (scope === 'subtree' || budgetId === tree.agent),
      );
    expect(counts.length).toBeGreaterThan(2);
  });

  test('shows nothing above the budget that the reader is bound to', async () => {
    const { path, pathAbove } = (await queries.entry(tree.agent, 3, { path: true, within: tree.team }))!;
    expect(path!.map(({ budgetId }) => budgetId)).toEqual([tree.agent, tree.team]);
    expect(pathAbove).toBe(1);
  });

  test('is there where it is asked for, and no entry is there that was not written', async () => {
    const looking = { path: false, within: null };
    const entry = (await queries.entry(tree.agent, 2, looking))!;
    expect(entry).toEqual((await entries({}))[1]);
    expect(await queries.entry(tree.agent, 999, looking)).toBeNull();
    expect(await queries.entry(newId('budget'), 1, looking)).toBeNull();
  });
});

describe('verify', () => {
  test('finds every journal of the tree good', async () => {
    for (const id of [tree.root, tree.team, tree.agent, tree.done, tree.debtor]) {
      const newest = (await entries({ order: 'desc' }, id))[0]!;
      expect(await queries.verify(id)).toEqual({
        budgetId: id,
        valid: true,
        entries: newest.content.version,
        head: newest.hash,
        firstDifference: null,
      });
    }
  });

  test('is not misled by those who go on writing', async () => {
    const root = await ledger.root('100000');
    let going = true;
    const writers = Array.from({ length: 16 }, async () => {
      while (going) await ledger.reserve(root, '1');
    });
    for (let seen = 0; seen < 1_000;) {
      const { valid, entries: count } = (await queries.verify(root))!;
      expect(valid).toBe(true);
      expect(count).toBeGreaterThanOrEqual(seen);
      seen = count;
    }
    going = false;
    await Promise.all(writers);
  });

  test.each<[what: string, statement: string]>([
    [
      'hash of the entry',
      `UPDATE entries SET content = replace(content, 'because', 'be cause') WHERE version = 8`,
    ],
    ['hash of the entry', `UPDATE entries SET hash = sha256('x') WHERE version = 8`],
    ['number of the entry', 'DELETE FROM entries WHERE version = 8'],
    ['number of the entry', 'DELETE FROM entries WHERE version = 1'],
    [
      'version of the budget',
      'DELETE FROM entries e USING budgets b WHERE b.id = e.budget_id AND e.version = b.version',
    ],
    ['version of the budget', 'DELETE FROM entries WHERE true'],
    ['column kind', `UPDATE entries SET kind = 'refund' WHERE version = 8`],
    ['column at', `UPDATE entries SET at = at - interval '1 s' WHERE version = 8`],
    ['head of the budget', `UPDATE budgets SET head = sha256('x') WHERE version > 0`],
    [
      'reserved of the budget',
      'UPDATE budgets SET spent = spent + 1, reserved = reserved - 1 WHERE version > 0',
    ],
    ['version of the budget', 'UPDATE budgets SET version = version - 1 WHERE version > 0'],
  ])('finds the %s: %s', async (what, statement) => {
    const id = uuidOf(tree.agent);
    const own = statement.includes('e USING')
      ? `e.budget_id = '${id}' AND`
      : statement.includes('budgets SET')
        ? `id = '${id}' AND`
        : `budget_id = '${id}' AND`;
    await database.sql.begin(async (tx) => {
      await tx.unsafe(`SET LOCAL session_replication_role = replica;
        CREATE TABLE kept_entries AS SELECT * FROM entries WHERE budget_id = '${id}';
        CREATE TABLE kept_budget AS SELECT * FROM budgets WHERE id = '${id}';
        ${statement.replace('WHERE', `WHERE ${own}`)}`);
    });
    const found = await queries.verify(tree.agent);
    const [kept] = await database.sql<{ columns: string }[]>`
      SELECT string_agg(column_name, ', ') AS columns FROM information_schema.columns
      WHERE table_name = 'budgets' AND is_generated = 'NEVER'`;
    await database.sql.begin(async (tx) => {
      await tx.unsafe(`SET LOCAL session_replication_role = replica;
        DELETE FROM entries WHERE budget_id = '${id}'; INSERT INTO entries SELECT * FROM kept_entries;
        DELETE FROM budgets WHERE id = '${id}';
        INSERT INTO budgets (${kept!.columns}) SELECT ${kept!.columns} FROM kept_budget;
        DROP TABLE kept_entries, kept_budget`);
    });
    expect(found).toMatchObject({ valid: false, firstDifference: { budgetId: tree.agent, what } });
    expect(await queries.verify(tree.agent)).toMatchObject({ valid: true });
  });
});
