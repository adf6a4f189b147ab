import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { transformFile } from '@swc/core';
import type { ReservationDto } from '../../../src/api/reservations/reservation.dto.js';
import { idOf, uuidOf } from '../../../src/ids/ids.js';
import {
  ConnectionError,
  Money,
  OutboxError,
  Purser,
  PurserError,
  type DeadDebt,
  type Debt,
} from '@purser/sdk';
import { fileOutbox } from '@purser/sdk/outbox';
import { Fleet } from '../../../test/support/fleet.js';
import { Http } from '../src/http.js';
import { debtorOf } from '../src/outbox/debtor.js';
import type { Debtor, Sent } from '../src/outbox/outbox.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(1)));
afterAll(() => fleet.stop());

let folder: string;
beforeEach(async () => (folder = path.join(await mkdtemp(path.join(tmpdir(), 'purser-outbox-')), 'a', 'b')));
afterEach(() => rm(path.resolve(folder, '../..'), { recursive: true }));

const debt = (i: number, fields: Partial<Debt> = {}): Debt => ({
  holder: 'key_1',
  path: '/v1/reservations/{id}/commit',
  params: { id: `rsv_${i}` },
  body: { amount: '1' },
  idempotencyKey: `debt ${i}/ü`,
  ...fields,
});

/** A debtor that sends nothing. */
function debtor(say: (debt: Debt) => Sent): Debtor & { sent: Debt[] } {
  const sent: Debt[] = [];
  return { holder: 'key_1', sent, send: (one) => Promise.resolve((sent.push(one), say(one))) };
}

const PAID: Sent = { outcome: 'paid' };
const GONE: Sent = { outcome: 'unsettled', error: new Error('nobody answers') };
const REFUSED: Sent = {
  outcome: 'refused',
  refusal: { status: 409, code: 'reservation_state', detail: 'It is committed.' },
};

test('what is owed is there for the next process, in its order, until it is paid', async () => {
  const first = fileOutbox(folder);
  const debts = Array.from({ length: 30 }, (_, i) => debt(i));
  for (const one of debts) await first.owe(one);
  await first.paid(debts[7]!.idempotencyKey);
  const left = debts.toSpliced(7, 1);
  const later = debtor(() => GONE);
  expect(await fileOutbox(folder).settle(later)).toMatchObject({
    paid: 0,
    unsettled: 29,
    lastError: GONE.error,
  });
  const paying = debtor(() => PAID);
  expect(await fileOutbox(folder).settle(paying)).toMatchObject({ paid: 29, unsettled: 0 });
  expect(paying.sent).toEqual(left);
  expect(await fileOutbox(folder).settle(paying)).toMatchObject({ paid: 0, unsettled: 0 });
});

test('where nobody answers not every debt is tried', async () => {
  const outbox = fileOutbox(folder);
  for (let i = 0; i < 8; i += 1) await outbox.owe(debt(i));
  const silent = debtor(() => GONE);
  expect(await outbox.settle(silent)).toMatchObject({ unsettled: 8 });
  expect(silent.sent).toHaveLength(3);
  // One that is never answered does not stop the others.
  const poisoned = debtor(({ idempotencyKey }) => (idempotencyKey === debt(0).idempotencyKey ? GONE : PAID));
  expect(await outbox.settle(poisoned)).toMatchObject({ paid: 7, unsettled: 1 });
});

test('what is refused for good is kept aside, and said, until somebody forgets it', async () => {
  const outbox = fileOutbox(folder);
  for (let i = 0; i < 3; i += 1) await outbox.owe(debt(i));
  if (REFUSED.outcome !== 'refused') throw new Error();
  const { refusal } = REFUSED;
  await outbox.refused(debt(0).idempotencyKey, refusal);
  const refusing = debtor(({ idempotencyKey }) =>
    idempotencyKey === debt(1).idempotencyKey ? REFUSED : PAID,
  );
  expect(await outbox.settle(refusing)).toMatchObject({ paid: 1, refused: [{ debt: debt(1), refusal }] });
  const dead = [0, 1].map((i) => ({ debt: debt(i), refusal }));
  expect(await fileOutbox(folder).dead()).toEqual(dead);
  expect((await outbox.settle(refusing)).refused).toEqual([]);
  await outbox.forget(debt(0).idempotencyKey);
  expect(await outbox.dead()).toEqual(dead.slice(1));
});

test('what others owe is left to them', async () => {
  const outbox = fileOutbox(folder);
  await outbox.owe(debt(1, { holder: 'key_2' }));
  const paying = debtor(() => PAID);
  expect(await outbox.settle(paying)).toMatchObject({ paid: 0, ofOthers: 1 });
  expect(await outbox.settle({ ...paying, holder: 'key_2' })).toMatchObject({ paid: 1, ofOthers: 0 });
});

test('the same debt is written once, however often it is owed at once', async () => {
  const outbox = fileOutbox(folder);
  await Promise.all(Array.from({ length: 20 }, () => outbox.owe(debt(1))));
  await outbox.owe(debt(1));
  await fileOutbox(folder).owe(debt(1));
  expect(await readdir(folder)).toHaveLength(2);
});

test('two outboxes of one folder settle everything between them, and lose nothing', async () => {
  const [one, two] = [fileOutbox(folder), fileOutbox(folder)];
  const owing = (outbox: typeof one, from: number) =>
    Promise.all(Array.from({ length: 40 }, (_, i) => outbox.owe(debt(from + i))));
  const paying = debtor(() => PAID);
  await Promise.all([owing(one, 0), owing(two, 100), one.settle(paying), two.settle(paying)]);
  await Promise.all([one.settle(paying), two.settle(paying)]);
  expect(new Set(paying.sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(80);
  expect(await readdir(folder)).toEqual(['dead']);
});

test('a full outbox takes no more, and room that others made counts', async () => {
  const outbox = fileOutbox(folder, { limit: 3 });
  for (let i = 0; i < 3; i += 1) await outbox.owe(debt(i));
  await expect(outbox.owe(debt(3))).rejects.toThrow(OutboxError);
  await fileOutbox(folder).settle(debtor(() => PAID));
  await outbox.owe(debt(3));
});

test('half a file, a damaged one and one of somebody else stop nothing', async () => {
  const outbox = fileOutbox(folder);
  await outbox.owe(debt(1));
  const [half, old] = [path.join(folder, '.x.json.1.tmp'), path.join(folder, '.y.json.1.tmp')];
  for (const file of [half, old]) await writeFile(file, '{"reserv');
  await utimes(old, 0, 0);
  await writeFile(path.join(folder, '0-damaged.json'), '{"reserv');
  await writeFile(path.join(folder, 'README'), 'hello');
  const settled = await fileOutbox(folder).settle(debtor(() => PAID));
  expect(settled).toMatchObject({ paid: 1, unreadable: [path.join(folder, '0-damaged.json')] });
  // What another process may be writing is left alone.
  expect([half, old].map((file) => existsSync(file))).toEqual([true, false]);
});

test('a debt that cannot be written is an error, leaves nothing behind, and can be tried again', async () => {
  await writeFile(path.resolve(folder, '../../a'), '');
  const outbox = fileOutbox(folder);
  await expect(outbox.owe(debt(1))).rejects.toThrow(OutboxError);
  await rm(path.resolve(folder, '../../a'));
  await outbox.owe(debt(1));
  expect(await outbox.settle(debtor(() => PAID))).toMatchObject({ paid: 1 });
});

const SOURCE = path.resolve(import.meta.dirname, '../src/outbox/index.ts');

test('on a full disk it says so, and what was written before is whole', async () => {
  // No file may be larger than 8 KiB: the second debt ends in its middle.
  const program = `
    import { fileOutbox } from ${JSON.stringify(SOURCE)};
    const outbox = fileOutbox(${JSON.stringify(folder)});
    const debt = ${JSON.stringify(debt(1))};
    await outbox.owe(debt);
    const large = { ...debt, idempotencyKey: '2', body: { reason: 'x'.repeat(100_000) } };
    await outbox.owe(large).catch((error) => console.log(error.name, error.cause.code));`;
  const child = [
    'ulimit -f 8; exec "$0" --import tsx --input-type=module -e "$1"',
    process.execPath,
    program,
  ];
  const cwd = path.resolve(import.meta.dirname, '../../..');
  const { stdout } = await promisify(execFile)('bash', ['-c', ...child], { cwd });
  expect(stdout).toBe('OutboxError EFBIG\n');
  const paying = debtor(() => PAID);
  await fileOutbox(folder).settle(paying);
  expect(paying.sent).toEqual([debt(1)]);
  expect(await readdir(folder)).toEqual(['dead']);
});

test('the service decides what is paid, what may pass later and what never will', async () => {
  const admin = fleet.client();
  const { id: budgetId } = await admin.root('100');
  const { id } = await admin.hold(budgetId, '1');
  const outbox = fileOutbox(folder);
  const commit = (key: string, amount: string): Debt =>
    debt(0, {
      params: { id },
      holder: 'admin',
      body: { amount },
      idempotencyKey: key,
    });
  await outbox.owe(commit('first', '0.4'));
  await outbox.owe(commit('second', '0.5'));
  const revoked = new Http({ url: admin.baseUrl, key: `${admin.key}x` });
  expect(await outbox.settle(debtorOf(revoked, 'admin'))).toMatchObject({ paid: 0, unsettled: 2 });
  const nobody = new Http({ url: 'http://127.0.0.1:1', key: admin.key, deadlineMs: 1 });
  expect(await outbox.settle(debtorOf(nobody, 'admin'))).toMatchObject({ paid: 0, unsettled: 2 });
  const http = new Http({ url: admin.baseUrl, key: admin.key });
  const settled = await outbox.settle(debtorOf(http, 'admin'));
  expect(settled).toMatchObject({
    paid: 1,
    refused: [{ refusal: { status: 409, code: 'reservation_state' } }],
  });
  expect((await admin.budget(budgetId)).balances.spent).toBe('0.4');
});

test('a client settles what it owes as soon as somebody answers, and what was owed before with its first hold', async () => {
  const admin = fleet.client();
  const { id: budgetId } = await admin.root('100');
  let isGone = false;
  const dead: DeadDebt[] = [];
  const fetch: typeof globalThis.fetch = (input, init) =>
    isGone ? Promise.reject(new TypeError('fetch failed')) : globalThis.fetch(input, init);
  const outbox = fileOutbox(folder);
  const options = { url: admin.baseUrl, key: admin.key, fetch, outbox };
  const purser = new Purser({ ...options, onDead: (one) => dead.push(one) });
  const [one, two, three] = await Promise.all(
    [1, 2, 3].map(() => purser.reservations.create({ budgetId, amount: '1' })),
  );
  isGone = true;
  const soon = { deadlineMs: 1 };
  await expect(purser.reservations.commit(one!.id, { amount: '0.3' }, soon)).rejects.toThrow(ConnectionError);
  // Somebody else has settled it meanwhile: its cost is kept aside.
  await expect(purser.reservations.commit(two!.id, { amount: '0.4' }, soon)).rejects.toThrow(ConnectionError);
  await admin.release(two!.id);
  await admin.commit(three!.id, '0.1');
  await expect(purser.reservations.commit(three!.id, { amount: '0.5' }, soon)).rejects.toThrow(
    ConnectionError,
  );
  isGone = false;
  while (dead.length < 1) await sleep(20);
  expect(dead).toMatchObject([
    { debt: { params: { id: three!.id } }, refusal: { code: 'reservation_state' } },
  ]);
  expect((await admin.budget(budgetId)).balances.spent).toBe('0.8');
  // Where somebody waits for the answer, they have it.
  await expect(purser.reservations.commit(three!.id, { amount: '0.2' })).rejects.toThrow(PurserError);
  expect(await outbox.dead()).toHaveLength(2);
  expect(dead).toHaveLength(1);

  const last = (await purser.reservations.create({ budgetId, amount: '1' })).id;
  const { id: holder } = await purser.principal();
  await outbox.owe(
    debt(1, { holder, params: { id: last }, body: { amount: '0.7' }, idempotencyKey: 'last' }),
  );
  const next = new Purser(options);
  await next.reservations.create({ budgetId, amount: '1' });
  while ((await admin.budget(budgetId)).balances.spent !== '1.5') await sleep(20);
  await expect(new Purser({ ...options, outbox: undefined }).settleOwed()).rejects.toThrow(TypeError);
});

test('work whose cost nobody hears of is done, and its cost comes later', async () => {
  const admin = fleet.client();
  const { id: budget } = await admin.root('100');
  let isGone = false;
  const fetch: typeof globalThis.fetch = (input, init) =>
    isGone ? Promise.reject(new TypeError('fetch failed')) : globalThis.fetch(input, init);
  const options = { url: admin.baseUrl, key: admin.key, deadlineMs: 2_000 };
  const purser = new Purser({ ...options, fetch, outbox: fileOutbox(folder) });
  const value = await purser.paid({ budget, max: '1', vendor: 'openai' }, (hold) => {
    isGone = true;
    hold.report({ amount: '0.1' });
    void hold.settle({ amount: '0.25' });
    return 'done';
  });
  expect(value).toBe('done');
  expect((await readdir(folder)).filter((name) => name.endsWith('.json'))).toHaveLength(1);
  expect((await admin.budget(budget)).balances.spent).toBe('0');
  // The next process, while this one has not been heard yet.
  const next = new Purser({ ...options, outbox: fileOutbox(folder) });
  expect(await next.settleOwed()).toMatchObject({ paid: 1, unsettled: 0 });
  isGone = false;
  await purser.settleOwed();
  expect((await admin.budget(budget)).balances).toMatchObject({ spent: '0.25', reserved: '0' });
});

test('work whose cost cannot be written down is an error that has its result', async () => {
  const admin = fleet.client();
  const { id: budget } = await admin.root('100');
  const outbox = fileOutbox(folder, { limit: 0 });
  const purser = new Purser({ url: admin.baseUrl, key: admin.key, outbox });
  const paying = purser.paid({ budget, max: '1', vendor: 'openai' }, () => 'done');
  await expect(paying).rejects.toMatchObject({
    name: 'SettlementError',
    value: 'done',
    cause: { name: 'OutboxError' },
  });
});

test('a cost that cannot be written down is not sent', async () => {
  const admin = fleet.client();
  const { id: budgetId } = await admin.root('100');
  const purser = new Purser({ url: admin.baseUrl, key: admin.key, outbox: fileOutbox(folder, { limit: 0 }) });
  const { id } = await purser.reservations.create({ budgetId, amount: '1' });
  await expect(purser.reservations.commit(id, { amount: '1' })).rejects.toThrow(OutboxError);
  const charge = { vendor: 'a', amount: '1' };
  const path = '/v1/budgets/{id}/charges';
  const charging = purser.request({ method: 'post', path, params: { id: budgetId }, body: charge });
  await expect(charging).rejects.toThrow(OutboxError);
  await purser.reservations.release(id);
  expect((await admin.budget(budgetId)).balances).toMatchObject({ spent: '0', available: '100' });
});

test('whenever a process is killed, what it has reported is settled once', async () => {
  const admin = fleet.client();
  const { id: budgetId } = await admin.root('1000');
  const { client } = await admin.issue(budgetId);
  const work = await worker({ URL: admin.baseUrl, KEY: client.key, BUDGET: budgetId, FOLDER: folder });
  // Two processes of the same key and folder.
  for (let round = 0; round < 10; round += 1) await Promise.all([work('soon'), work('soon')]);
  const last = JSON.parse(await work('never')) as object;
  expect(last).toMatchObject({ unsettled: 0, refused: [], ofOthers: 0, unreadable: [] });
  expect((await readdir(folder)).filter((name) => name.endsWith('.json'))).toEqual([]);

  const said = (await readFile(path.join(path.dirname(folder), 'said'), 'utf8')).trim().split('\n');
  expect(said.length).toBeGreaterThan(20);
  const commits = await fleet.database.sql<{ id: string; times: number }[]>`
    SELECT reservation_id AS id, count(*)::int AS times FROM entries
    WHERE kind = 'commit' AND NOT denied AND budget_id = ${uuidOf(budgetId)} GROUP BY 1`;
  expect(commits.every(({ times }) => times === 1)).toBe(true);
  const settled = new Map<string, string>();
  for (const { id: uuid } of commits) {
    const { body } = await admin.get<ReservationDto>(`/v1/reservations/${idOf('reservation', uuid)}`);
    // What was set aside for it in the worker.
    expect(body).toMatchObject({ state: 'committed', metadata: { cost: body.committed } });
    settled.set(body.id, body.committed);
  }
  for (const line of said) {
    const { params, body } = JSON.parse(line) as { params: { id: string }; body: { amount: string } };
    expect(settled.get(params.id)).toBe(body.amount);
  }
  const { balances } = await admin.budget(budgetId);
  expect(balances.spent).toBe(Money.sum(settled.values()).toString());
  await fleet.expectAuditPasses();
});

/** The worker, compiled once, since it is started often. Starts it, and answers what it printed when it has ended. */
async function worker(env: Record<string, string>): Promise<(die: 'soon' | 'never') => Promise<string>> {
  const compiled = path.join(path.dirname(folder), 'compiled');
  const packageFolder = path.resolve(import.meta.dirname, '..');
  const sources = await readdir(path.join(packageFolder, 'src'), { recursive: true });
  const files = sources.filter((name) => name.endsWith('.ts')).map((name) => path.join('src', name));
  for (const name of [...files, 'test/outbox-worker.ts']) {
    const { code } = await transformFile(path.join(packageFolder, name), { jsc: { target: 'es2022' } });
    const output = path.join(compiled, name.replace(/ts$/, 'js'));
    await mkdir(path.dirname(output), { recursive: true });
    await writeFile(output, code);
  }
  await writeFile(path.join(compiled, 'package.json'), '{"type":"module"}');
  const all = { ...env, PATH: process.env.PATH, SAID: path.join(path.dirname(folder), 'said') };
  return async (die) => {
    const child = spawn(process.execPath, [path.join(compiled, 'test/outbox-worker.js')], {
      env: { ...all, DIE: die },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (signal !== (die === 'never' ? null : 'SIGKILL') || code) throw new Error(output);
    return output;
  };
}
