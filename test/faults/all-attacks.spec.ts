import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { made, type BudgetAnswer, type Client } from '../support/client.js';
import { Fleet } from '../support/fleet.js';
import { residentMebibytes } from '../support/memory.js';
import { Neighbour } from '../support/neighbour.js';
import { Receiver } from '../support/receiver.js';

/** How long all of them go on together. */
const ATTACK_MS = 60_000;

const MIB = 1024 * 1024;

/** What is in use has to have room in this: else the process would end, and not only collect less often. */
const HEAP = '--max-old-space-size=384';

let fleet: Fleet;
let admin: Client;
let going = true;
let start: () => void = () => undefined;
const started = new Promise<void>((resolve) => (start = resolve));

beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_WEBHOOK_ALLOW_PRIVATE: 'true', NODE_OPTIONS: HEAP });
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.stop();
});

/** What an attacker works with: a tree of its own, with keys of an operator, an agent and an auditor. */
interface Foothold {
  root: string;
  operator: Client;
  agent: Client;
  auditor: Client;
  /** How often it has begun what it does. */
  rounds: number;
  prepared: boolean;
}

async function foothold(): Promise<Foothold> {
  const { id: root } = await admin.root('1000000', {
    envelopes: [{ window: 'lifetime', metric: 'count', limit: '1000000', per: 'run' }],
  });
  const [operator, agent, auditor] = await Promise.all(
    ['operator', 'agent', 'auditor'].map(async (role) => (await admin.issue(root, { role })).client),
  );
  return { root, operator: operator!, agent: agent!, auditor: auditor!, rounds: 0, prepared: false };
}

/** What has to be there for an attack is there: waits until all begin. */
async function ready(on: Foothold): Promise<void> {
  on.prepared = true;
  await started;
}

/** Does something again and again, whatever becomes of it, so many times at once. */
async function repeat(on: Foothold, atOnce: number, attack: () => Promise<unknown>): Promise<void> {
  await ready(on);
  const worker = async (): Promise<void> => {
    while (going) {
      on.rounds += 1;
      await attack().catch(() => undefined);
      await sleep(5);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Asks on a connection of its own, sends bytes, reads nothing, and hangs up after a while. */
async function unread(client: Client, head: string, bytes = 0, hangUpAfterMs = 8_000): Promise<void> {
  const { hostname, port } = new URL(client.baseUrl);
  const socket: Socket = connect({ port: Number(port), host: hostname }).pause();
  socket.on('error', () => undefined);
  socket.write(`${head} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${client.key}\r\n`);
  socket.write(bytes > 0 ? `Content-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n` : '\r\n');
  if (bytes > 0) socket.write(' '.repeat(bytes - 1));
  for (let i = 0; i < hangUpAfterMs / 100 && going; i += 1) await sleep(100);
  socket.destroy();
}

const reserves = (budgetId: string, count: number, amount: string, fields: () => object) => ({
  commands: Array.from({ length: count }, () => ({
    type: 'reserve',
    idempotencyKey: randomUUID(),
    budgetId,
    amount,
    ...fields(),
  })),
});

/** A chain of children, each below the one before; answers the ids from the top down. */
async function chain({ root, agent }: Foothold, levels: number, settings: object): Promise<string[]> {
  const ids: string[] = [];
  let parent = root;
  for (let i = 0; i < levels; i += 1) {
    const body = { name: `level ${i}`, guarantee: '0', ceiling: '1000', ...settings };
    const answer = await agent.post<BudgetAnswer>(`/v1/budgets/${parent}/children`, body);
    ids.push((parent = made(answer).id));
  }
  return ids;
}

/** The attacks, each with a tree and keys of its own. */
const ATTACKS: Record<string, (on: Foothold) => Promise<unknown>> = {
  'bodies that are never finished': (on) =>
    repeat(on, 40, () => unread(on.agent, 'POST /v1/reservations/batch', 2 * MIB)),

  'fat subtrees that nobody reads': async (on) => {
    const deny = Array.from({ length: 980 }, (_, i) => `vendor-${i}-`.padEnd(59, 'x'));
    const body = { name: 'fat', guarantee: '0', policy: { vendors: { deny } } };
    await Promise.all(
      Array.from({ length: 60 }, () => on.agent.post(`/v1/budgets/${on.root}/children`, body)),
    );
    await repeat(on, 40, () => unread(on.agent, `GET /v1/budgets/${on.root}/tree?limit=1000&expand=policy`));
  },

  'checks of a journal by callers who hang up': async (on) => {
    await on.agent.post(
      '/v1/reservations/batch',
      reserves(on.root, 1_000, '0.01', () => ({})),
    );
    await repeat(on, 60, () => unread(on.auditor, `GET /v1/budgets/${on.root}/verify`, 0, 2_000));
  },

  'counters of made-up names, and reads of them': (on) =>
    Promise.all([
      repeat(on, 2, () =>
        on.agent.post(
          '/v1/reservations/batch',
          reserves(on.root, 200, '0', () => ({ runId: randomUUID() })),
        ),
      ),
      repeat(on, 32, () => on.agent.get(`/v1/budgets/${on.root}`)),
    ]),

  'batches of denials': (on) =>
    repeat(on, 12, () =>
      on.agent.post(
        '/v1/reservations/batch',
        reserves(on.root, 1_000, '5000000', () => ({ metadata: { label: randomUUID().repeat(10) } })),
      ),
    ),

  'denials under many envelopes': async (on) => {
    const zero = { window: 'day', metric: 'count', limit: '0' };
    // As many as an agent may put there.
    const ids = await chain(on, 4, { envelopes: Array.from({ length: 7 }, () => zero) });
    await repeat(on, 4, () =>
      on.agent.post(
        '/v1/reservations/batch',
        reserves(ids.at(-1)!, 200, '1', () => ({})),
      ),
    );
  },

  'closing a deep subtree with many holds': async (on) => {
    const chains: string[][] = [];
    for (let i = 0; i < 3; i += 1) {
      const ids = await chain(on, 12, {});
      await on.agent.post(
        '/v1/reservations/batch',
        reserves(ids.at(-1)!, 200, '0.000001', () => ({})),
      );
      chains.push(ids);
    }
    await ready(on);
    for (const [top] of chains) {
      on.rounds += 1;
      await on.agent.post(`/v1/budgets/${top!}/close`, {});
    }
  },

  'holds that expire together': (on) =>
    repeat(on, 2, () =>
      on.agent.post(
        '/v1/reservations/batch',
        reserves(on.root, 500, '0', () => ({ ttlSeconds: 1 })),
      ),
    ),

  'streams of minted keys that nobody reads': async (on) => {
    const minted: Client[] = [];
    for (let i = 0; i < 6; i += 1) {
      const body = { name: `child ${i}`, guarantee: '0', key: { name: 'minted' } };
      const answer = await on.agent.post<{ key: { secret: string } }>(
        `/v1/budgets/${on.root}/children`,
        body,
      );
      if (answer.status === 201) minted.push(admin.as(answer.body.key.secret));
    }
    await Promise.all([on.agent, ...minted].map((key) => repeat(on, 6, () => unread(key, 'GET /v1/events'))));
  },

  'webhooks that do not answer, and pings': async (on) => {
    const receiver = await Receiver.start();
    receiver.behave = Receiver.hanging;
    const ids: string[] = [];
    for (let i = 0; i < 20; i += 1)
      ids.push(made(await on.operator.post<{ id: string }>('/v1/webhooks', { url: receiver.url })).id);
    await Promise.all([
      repeat(on, 4, () => on.operator.post(`/v1/webhooks/${ids[Math.floor(Math.random() * 20)]!}/test`)),
      repeat(on, 1, () => on.agent.reserve(on.root, '0.01')),
    ]);
    receiver.stop();
  },

  'what is refused, as fast as it can be': (on) => repeat(on, 16, () => on.auditor.reserve(on.root, '1')),
};

test('all attacks at once, while somebody works', async () => {
  const [service] = fleet.services;
  let ended = false;
  void service!.exited.then(() => (ended = true));
  const root = await admin.root('1000000');
  const operator = (await admin.issue(root.id, { role: 'operator' })).client;
  const good = await Receiver.start();
  made(await operator.post('/v1/webhooks', { url: good.url }));
  const neighbour = await Neighbour.start(admin, 100);
  await neighbour.progress(3);

  const footholds = await Promise.all(Object.keys(ATTACKS).map(foothold));
  const attacks = Promise.all(
    Object.values(ATTACKS).map((attack, i) =>
      attack(footholds[i]!).catch((error: unknown) => {
        // They may be refused; what goes wrong with an attack itself would make the test worth less.
        throw new Error(Object.keys(ATTACKS)[i], { cause: error });
      }),
    ),
  );
  // One that goes wrong ends the test: before they begin at once, later when all have ended.
  attacks.catch(() => undefined);
  while (footholds.some(({ prepared }) => !prepared)) await Promise.race([sleep(100), attacks]);
  start();
  const until = performance.now() + ATTACK_MS;
  let answered = 0;
  while (performance.now() < until && !ended) {
    await neighbour.progress(1);
    made(await operator.reserve(root.id, '1'));
    answered += 1;
    await sleep(200);
  }
  going = false;
  await attacks;
  expect(ended).toBe(false);
  const rounds = Object.keys(ATTACKS).map((name, i) => [name, footholds[i]!.rounds] as const);
  expect(rounds.filter(([, made]) => made === 0)).toEqual([]);
  expect(residentMebibytes(service!.pid).peak).toBeLessThan(600);
  await good.until(() => good.versionsOf(root.id).length >= answered);
  await neighbour.progress(5);
  await neighbour.stop();
  good.stop();
  expect(service!.output).not.toContain('unexpected error');
  await fleet.expectAuditPasses();
}, 480_000);
