import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
import { debt, folder, useFolder } from './support/debts.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(1)));
afterAll(() => fleet.stop());

useFolder();

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
  while ((await admin.budget(budgetId)).balances.spent !== '0.8') await sleep(20);
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

test('a cost that is owed while others are being settled is settled after them', async () => {
  const admin = fleet.client();
  const { id: budgetId } = await admin.root('100');
  let isGone = true;
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    asked.push(url);
    if (url.includes('first')) await held;
    else if (init?.method === 'POST' && isGone) throw new TypeError('fetch failed');
    return globalThis.fetch(input, init);
  };
  const outbox = fileOutbox(folder);
  const options = { url: admin.baseUrl, key: admin.key, fetch, outbox, onDead: () => undefined };
  const purser = new Purser(options);
  const { id: holder } = await purser.principal();
  await outbox.owe(debt(1, { holder, params: { id: 'first' } }));
  const settling = purser.settleOwed();
  while (!asked.some((url) => url.includes('first'))) await sleep(5);
  // The pass has looked: this one is not among what it found.
  const { id } = await admin.hold(budgetId, '1');
  await expect(purser.reservations.commit(id, { amount: '0.3' }, { deadlineMs: 1 })).rejects.toThrow(
    ConnectionError,
  );
  isGone = false;
  // The client tries again in the background, and the pass is still under way.
  await sleep(500);
  const next = purser.settleOwed();
  letGo();
  expect(await settling).toMatchObject({ paid: 0 });
  await next;
  expect((await admin.budget(budgetId)).balances.spent).toBe('0.3');
  expect(await readdir(folder)).toEqual(['dead']);
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
