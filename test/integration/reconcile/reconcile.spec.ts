import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { made, type Client } from '../../support/client.js';
import { Command, purser, type Ran } from '../../support/command.js';
import { Fleet } from '../../support/fleet.js';
import { ADMIN_KEY } from '../../support/service.js';

// Invoices against a real service.

let fleet: Fleet;
let admin: Client;
let folder: string;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
  folder = await mkdtemp(path.join(tmpdir(), 'purser-invoice-'));
});
afterEach(() => fleet.expectAuditPasses());
afterAll(async () => {
  await fleet.stop();
  await rm(folder, { recursive: true });
});

let invoices = 0;
/** A day of the month before this one: what is billed then stays in its month, whenever these tests run. */
const then = `${monthBefore(new Date())}-15T12:00:00.000Z`;
const month = then.slice(0, 7);

function monthBefore(time: Date): string {
  return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

async function commandOf(budgetId: string, csv: string, more: string[]) {
  const file = path.join(folder, `${(invoices += 1)}.csv`);
  await writeFile(file, csv);
  const named = ['--budget', budgetId, '--vendor', 'acme', '--month', month];
  const args = ['reconcile', file, ...named, '--url', admin.baseUrl, ...more];
  return { args, env: { PURSER_KEY: ADMIN_KEY } };
}

async function reconcile(budgetId: string, csv: string, ...more: string[]): Promise<Ran> {
  const { args, env } = await commandOf(budgetId, csv, more);
  return await purser(args, env);
}

const pay = async (budgetId: string, amount: string, externalId?: string): Promise<string> => {
  const { id } = await admin.hold(budgetId, amount, { vendor: 'acme' });
  made(await admin.post(`/v1/reservations/${id}/commit`, { amount, externalId }));
  return id;
};
/** The same of that month. */
const charge = async (budgetId: string, amount: string, externalId?: string): Promise<void> => {
  const charged = { vendor: 'acme', amount, externalId, occurredAt: then };
  made(await admin.post(`/v1/budgets/${budgetId}/charges`, charged));
};
const spent = async (id: string): Promise<string> => (await admin.budget(id)).balances.spent;

test('an invoice is compared line by line, and its differences are booked once', async () => {
  const root = await admin.root('100');
  const child = await admin.child(root.id, '50');
  await pay(child.id, '1.5', 'same');
  await pay(root.id, '2', 'less');
  await pay(root.id, '3', 'more');
  await charge(root.id, '4', 'unbilled');
  await charge(root.id, '0.25');
  const csv = [
    'externalId,amount,time,item,currency',
    `same,1.50,${then},gpt-4o,usd`,
    'less,2.75,,,',
    'more,2,,,',
    `missing,5.000001,${then},,`,
    // Two lines of one name are one; and what has no name is found by amount and time.
    'twice,1,,,',
    'twice,-0.4,,,',
    `,0.25,${then},,`,
    `,0.125,${then},,`,
  ].join('\r\n');
  const compared = await reconcile(root.id, csv);
  expect([compared.code, compared.stderr]).toEqual([1, '']);
  expect(compared.stdout).toContain('missing    line 5  missing  billed 5.000001');
  expect(compared.stdout).toContain('differing  line 3  less  billed 2.75  recorded 2');
  expect(compared.stdout).toContain('differing  line 4  more  billed 2  recorded 3');
  expect(compared.stdout).toContain('unknown    unbilled  recorded 4');
  expect(compared.stdout).toContain('2 matched, 3 missing, 2 differing, 1 unknown');
  expect(await spent(root.id)).toBe('9.25');

  const applied = await reconcile(root.id, csv, '--apply');
  expect([applied.code, applied.stderr]).toEqual([1, '']);
  expect(applied.stdout).toContain('Booked 4 charges (0 of them claimed in part) and 1 refunds.');
  // 9.25, and 0.75 less, 1 back, 5.000001, 0.6 and 0.125 more.
  expect(await spent(root.id)).toBe('14.725001');
  const again = await reconcile(root.id, csv, '--apply');
  expect(again.stdout).toContain('7 matched, 0 missing, 0 differing, 1 unknown');
  expect(await spent(root.id)).toBe('14.725001');
});

test('a run that is killed is taken up by the next, and nothing is booked twice', async () => {
  const root = await admin.root('1000');
  await pay(root.id, '5', 'name-0');
  const lines = Array.from({ length: 60 }, (_, i) => `name-${i},1,${then}`);
  const csv = ['externalId,amount,time', ...lines].join('\n');
  for (let killed = 0; killed < 3; killed += 1) {
    const { args, env } = await commandOf(root.id, csv, ['--apply']);
    const run = Command.start(args, env);
    const before = await spent(root.id);
    let ended = false;
    void run.ended.then(() => (ended = true));
    while (!ended && (await spent(root.id)) === before) await sleep(5);
    run.child.kill('SIGKILL');
    await run.ended;
  }
  const last = await reconcile(root.id, csv, '--apply');
  expect(last.code).toBe(0);
  expect(await spent(root.id)).toBe('60');
  expect((await reconcile(root.id, csv)).stdout).toContain('60 matched, 0 missing, 0 differing, 0 unknown');
});

test('what a key may not record is claimed once, and counts as recorded', async () => {
  const root = await admin.root('100', { envelopes: [{ window: 'month', limit: '3' }] });
  const scopes = { actions: ['read', 'charge'] };
  const { secret } = await admin.issue(root.id, { scopes });
  const { args } = await commandOf(root.id, 'externalId,amount\nlarge,5\n', ['--apply']);
  const env = { PURSER_KEY: secret! };
  expect(await purser(args, env)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Booked 1 charges (1 of them claimed in part)'),
  });
  expect(await purser(args, env)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 matched') });
  expect(await spent(root.id)).toBe('3');
});

test('a credit is held against the refund of its name, and taken off nothing else', async () => {
  const root = await admin.root('100');
  const id = await pay(root.id, '5', 'call-1');
  const refund = (amount: string, externalId?: string) =>
    admin.post(`/v1/reservations/${id}/refund`, { amount, externalId }).then(made);
  await refund('0.5', 're-1');
  // A dispute that was upheld under a name is a refund of that name.
  const { client: agent } = await admin.issue(root.id);
  const { dispute } = made(
    await agent.post<{ dispute: { at: string } }>(`/v1/reservations/${id}/dispute`, {
      amount: '0.25',
      reason: 'billed twice',
    }),
  );
  const seen = { openedAt: dispute.at };
  made(await admin.post(`/v1/reservations/${id}/dispute/uphold`, { ...seen, externalId: 're-1' }));
  await refund('1');
  // What came back without a name is taken off the call; what has one stands by itself.
  const csv = 'externalId,amount\ncall-1,4\nre-1,-0.75\n';
  expect(await reconcile(root.id, csv)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 matched'),
  });
  const netted = 'externalId,amount\ncall-1,3.25\n';
  expect((await reconcile(root.id, netted)).code).toBe(0);
  const other = await reconcile(root.id, 'externalId,amount\ncall-1,4\nre-1,-1\nre-2,-2\n', '--apply');
  expect(other.code).toBe(1);
  expect(other.stdout).toContain('credit     line 3  re-1  credited 1  refunded 0.75');
  expect(other.stdout).toContain('credit     line 4  re-2  credited 2  refunded 0');
  expect(other.stdout).toContain('2 credits left');
  expect(await spent(root.id)).toBe('3.25');
});

test.each<{ what: string; csv: string; says: string; more?: string[] }>([
  { what: 'an empty file', csv: '', says: 'the invoice is empty' },
  { what: 'no amounts', csv: 'externalId\na\n', says: 'no column amount' },
  { what: 'nothing to find lines by', csv: 'amount\n1\n', says: 'neither externalId nor time' },
  { what: 'a column twice', csv: 'amount,Amount,externalId\n1,1,a\n', says: 'two columns amount' },
  { what: 'an open quote', csv: 'externalId,amount\n"a,1\n', says: 'line 2: a quote is not closed' },
  {
    what: 'text behind a quote',
    csv: 'externalId,amount\n"a"b,1\n',
    says: 'line 2: text after a quoted field',
  },
  { what: 'a field too many', csv: 'externalId,amount\na,1,2\n', says: 'line 2: it has 3 fields' },
  { what: 'a separator in an amount', csv: 'externalId,amount\na,"1,000"\n', says: 'line 2: amount' },
  { what: 'an exponent', csv: 'externalId,amount\na,1e3\n', says: 'line 2: amount' },
  {
    what: 'more decimals than the tree',
    csv: 'externalId,amount\na,0.0000001\n',
    says: 'at most 6 decimals',
  },
  { what: 'a name with blanks', csv: 'externalId,amount\na b,1\n', says: 'line 2: externalId' },
  { what: 'a formula', csv: 'externalId,amount\na,=1+1\n', says: 'line 2: amount' },
  { what: 'no time', csv: 'amount,time\n1,yesterday\n', says: 'line 2: time' },
  { what: 'another currency', csv: 'externalId,amount,currency\na,1,EUR\n', says: 'the tree is in USD' },
  {
    what: 'a column that is not there',
    csv: 'amount\n1\n',
    says: 'no column cost',
    more: ['--column', 'amount=Cost'],
  },
])('an invoice with $what is refused, and nothing is booked', async ({ csv, says, more = [] }) => {
  const root = await admin.root('10');
  const { code, stderr, stdout } = await reconcile(root.id, csv, '--apply', ...more);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(says);
  expect(await spent(root.id)).toBe('0');
});

test('columns can be called otherwise, and fields can be quoted', async () => {
  const root = await admin.root('10');
  const csv = '\ufeff"Request ""ID""",Cost,note\n"a-1","2","two\nlines, and a comma"\nb-1,1,\n';
  const columns = ['--column', 'externalId=Request "ID"', '--column', 'amount=Cost'];
  expect((await reconcile(root.id, csv, '--apply', ...columns)).stdout).toContain('charged 1 for b-1');
  expect(await spent(root.id)).toBe('3');
});
