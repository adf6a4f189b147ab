import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidOf } from '../../../src/ids/ids.js';
import { made, type Client } from '../../support/client.js';
import { allPages, csv, exported, ndjson } from '../../support/exports.js';
import { Fleet } from '../../support/fleet.js';

/** Texts that a spreadsheet takes for formulas, or a careless parser for more than one field. */
const WORDS = [
  '=HYPERLINK("http://example.com")',
  '+1',
  '-1',
  '@SUM(A1)',
  '＝1',
  "'=1",
  'a, "b"; c',
  "it's",
  'one\ntwo',
  ' = 1',
];
const neutral = (text: string): string => (/^'*[=+\-@＝]/.test(text) ? `'${text}` : text);

interface Reservation {
  id: string;
  amount: string;
  committed: string;
  state: string;
  budgetName: string;
  reason: string;
  metadata: object | null;
  settledAt: string | null;
  remainingTtlMs?: number;
}
interface Entry {
  content: {
    budgetId: string;
    version: number;
    kind: string;
    outcome: string;
    at: string;
    deltas: Record<string, string | undefined>;
    denial?: { code: string };
  };
  hash: string;
}

let fleet: Fleet;
let admin: Client;
let root: string;
let reservations: string;
let entries: string;

beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' });
  admin = fleet.client();
  root = (await admin.root('100')).id;
  reservations = `/v1/reservations?budgetId=${root}&subtree=true`;
  entries = `/v1/entries?budgetId=${root}`;
  const { id: child } = await admin.child(root, '50', { name: '=child' });
  for (const [i, reason] of WORDS.entries()) {
    const call = { reason, vendor: `vendor-${i % 3}`, metadata: { word: reason } };
    const { id } = await admin.hold(child, '1', call);
    if (i % 2 === 0) made(await admin.commit(id, '0.25'));
  }
  expect((await admin.reserve(child, '5000', { vendor: 'vendor-0' })).body.code).toBe('insufficient_funds');
});
afterAll(() => fleet.stop());

const withoutClock = ({ remainingTtlMs: _, ...item }: Reservation): object => item;

describe('NDJSON', () => {
  test('of reservations has what the pages have', async () => {
    const items = await allPages<Reservation>(admin, `${reservations}&limit=3&expand=metadata`);
    expect(items).toHaveLength(WORDS.length);
    expect((await ndjson<Reservation>(admin, reservations)).map(withoutClock)).toEqual(
      items.map(withoutClock),
    );
    const first = await ndjson<Reservation>(admin, `${reservations}&order=asc&vendor=vendor-1`);
    expect(first.map(({ id }) => id)).toEqual(
      (await allPages<Reservation>(admin, `${reservations}&order=asc&vendor=vendor-1`)).map(({ id }) => id),
    );
  });

  test('has times to the millisecond, however many digits are kept of them', async () => {
    const { id } = await admin.root('10');
    const times = ['00', '00.1', '00.12', '00.123', '59.999'];
    for (const [i, seconds] of times.entries()) {
      const held = await admin.hold(id, '1', { reason: String(i) });
      await fleet.database.sql`
        UPDATE reservations SET created_at = ${`2026-01-01T00:00:${seconds}Z`}::text::timestamptz
        WHERE id = ${uuidOf(held.id)}`;
    }
    const items = await ndjson<Reservation & { createdAt: string }>(
      admin,
      `/v1/reservations?budgetId=${id}&order=asc`,
    );
    expect(items.map(({ createdAt }) => createdAt)).toEqual(
      ['00.000', '00.100', '00.120', '00.123', '59.999'].map((text) => `2026-01-01T00:00:${text}Z`),
    );
    for (const item of items) {
      const alone = made(await admin.get<{ createdAt: string }>(`/v1/reservations/${item.id}`));
      expect(alone.createdAt).toBe(item.createdAt);
    }
  });

  test('of entries has what the pages have, to the byte', async () => {
    const items = await allPages<Entry>(admin, `${entries}&limit=3`);
    expect(items.map(({ content }) => content.outcome)).toContain('denied');
    const lines = items.map((item) => `${JSON.stringify(item)}\n`).join('');
    expect(await exported(admin, entries, 'application/x-ndjson')).toBe(lines);
  });
});

describe('CSV', () => {
  test('has a row for each reservation, and no text that begins a formula', async () => {
    const items = await allPages<Reservation>(admin, `${reservations}&expand=metadata`);
    const rows = await csv(admin, reservations);
    expect(rows.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect(rows.map(({ reason }) => reason)).toEqual(WORDS.toReversed().map(neutral));
    expect(rows.map(({ budgetName }) => budgetName)).toEqual(WORDS.map(() => "'=child"));
    for (const [i, { id, amount, committed, state, settledAt, metadata }] of items.entries()) {
      expect(rows[i]).toMatchObject({ id, amount, committed, state, settledAt: settledAt ?? '' });
      expect(JSON.parse(rows[i]!.metadata!)).toEqual(metadata);
    }
  });

  test('has a row for each entry, and numbers below zero stay numbers', async () => {
    const items = await allPages<Entry>(admin, entries);
    const rows = await csv(admin, entries);
    expect(rows).toHaveLength(items.length);
    for (const [i, { content, hash }] of items.entries()) {
      const { at, budgetId, version, kind, deltas, denial } = content;
      expect(rows[i]).toMatchObject({ at, budgetId, version: String(version), kind, hash });
      expect(rows[i]).toMatchObject({ reserved: deltas.reserved ?? '', code: denial?.code ?? '' });
    }
    expect(rows.filter(({ kind }) => kind === 'commit').map(({ reserved }) => reserved)).toContain('-1');
    expect(rows.at(-1)).toMatchObject({ outcome: 'denied', vendor: 'vendor-0' });
  });

  // The README of exports names them; who reads them by their place finds them there.
  test('has the columns that are documented, in their order', async () => {
    const names = async (route: string) => (await exported(admin, route, 'text/csv')).split('\r\n', 1)[0];
    expect(await names(reservations)).toBe(
      'id,treeId,budgetId,budgetName,state,amount,held,committed,refunded,overdrawn,claimed,vendor,category,item,runId,taskId,externalId,reason,overage,createdAt,occurredAt,expiresAt,settledAt,usage,price,metadata,outcomeType,evidence,disputed,disputeState,refundExternalId,refundedUsage,settlementMetadata,onExpiry',
    );
    expect(await names(entries)).toBe(
      'at,treeId,budgetId,version,kind,outcome,code,principal,reservationId,vendor,category,item,runId,externalId,allocated,reserved,delegated,spent,overdraft,available,reason,hash,outcomeType,evidence,refundExternalId,usage,metadata',
    );
  });
});

test('of nothing there are the names of the columns alone', async () => {
  expect(await exported(admin, `${entries}&vendor=nobody`, 'text/csv')).toMatch(/^at,treeId,[^\n]+\r\n$/);
  expect(await exported(admin, `${entries}&vendor=nobody`, 'application/x-ndjson')).toBe('');
});

test('what is asked for is sent, as a file that nobody keeps', async () => {
  for (const method of ['GET', 'HEAD'])
    for (const [accept, type, name] of [
      ['text/csv', 'text/csv; charset=utf-8; header=present', 'entries.csv'],
      ['application/x-ndjson', 'application/x-ndjson', 'entries.ndjson'],
    ]) {
      const response = await fetch(admin.baseUrl + entries, {
        method,
        headers: { authorization: `Bearer ${admin.key}`, accept: accept! },
      });
      const text = await response.text();
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
      expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(text === '').toBe(method === 'HEAD');
    }
});

test('what is wrong is refused as a problem', async () => {
  const refused = async (route: string, client = admin) => {
    const { status, body } = await client.send('GET', route, undefined, { accept: 'text/csv' });
    return [status, body.errors?.map(({ field }: { field: string }) => field) ?? body.code];
  };
  for (const list of [reservations, entries]) {
    expect(await refused(`${list}&limit=5`)).toEqual([400, ['limit']]);
    expect(await refused(`${list}&limit=5&cursor=abc`)).toEqual([400, ['limit', 'cursor']]);
    expect(await refused(`${list}&expand=budget`)).toEqual([400, ['expand']]);
    expect(await refused(`${list}&vendor=UPPER`)).toEqual([400, ['vendor']]);
    const { status, body } = await admin.send('GET', list, undefined, { accept: 'text/html' });
    expect([status, body.code]).toEqual([406, 'not_acceptable']);
  }
  const { client } = await admin.issue((await admin.root('1')).id);
  expect(await refused(entries, client)).toEqual([404, 'not_found']);
  expect(await csv(client, reservations)).toEqual([]);
});
