import { Client as V2Client } from '@modelcontextprotocol/client';
import { StdioClientTransport as V2Stdio } from '@modelcontextprotocol/client/stdio';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as V1Stdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { purserServer } from '@purser/mcp/server';
import { Purser } from '@purser/sdk';
import path from 'node:path';
import { kept, admin, budget, money, proxy, purser, renew, useStage } from './support/stage.js';
import { v1Pair, v2Pair, type Pair, type Result } from './support/pairs.js';

useStage();

const info = { name: 'test', version: '1' };

async function connected(): Promise<Pair> {
  const [mine, theirs] = InMemoryTransport.createLinkedPair();
  const client = new V2Client(info);
  await purserServer({ purser }).connect(theirs);
  await client.connect(mine);
  return kept(v2Pair(client));
}

const data = ({ structuredContent }: Result): Record<string, unknown> => structuredContent ?? {};
const textOf = ({ content }: Result): string => content[0]!.text;

it('lets an agent see its budget, reserve, and settle what a call did cost', async () => {
  const { call } = await connected();
  expect(data(await call('budget'))).toMatchObject({
    id: budget,
    currency: 'USD',
    available: '5',
    spent: '0',
  });
  expect(data(await call('ask', { amount: '2', vendor: 'acme' }))).toMatchObject({
    admissible: true,
    amount: '2',
  });
  const reserve = { amount: '2', vendor: 'acme', reason: 'try', attempt: 'call 1' };
  const held = await call('reserve', reserve);
  expect([data(held).state, textOf(held).split('\n')[0]]).toEqual([
    'held',
    'It is held: make the call, then settle it.',
  ]);
  const { reservation } = data(held);
  expect(data(await call('reserve', reserve)).reservation).toBe(reservation);
  const settled = await call('settle', { reservation, amount: '0.75' });
  expect(data(settled)).toMatchObject({ state: 'committed', committed: '0.75' });
  expect(data(await call('settle', { reservation, amount: '0.75' }))).toEqual(data(settled));
  expect((await call('settle', { reservation, amount: '0.8' })).isError).toBe(true);
  expect(await money()).toEqual({ spent: '0.75', reserved: '0' });
});

it('sets attempts with long names of any script apart', async () => {
  const { call } = await connected();
  const ids = [];
  for (const end of ['a', 'b'])
    ids.push(data(await call('reserve', { amount: '1', attempt: 'あ'.repeat(100) + end })).reservation);
  expect(new Set(ids).size).toBe(2);
  for (const reservation of ids) await call('release', { reservation });
});

it('gives back what was not called', async () => {
  const { call } = await connected();
  const { reservation } = data(await call('reserve', { amount: '2' }));
  for (let i = 0; i < 2; i += 1) expect(data(await call('release', { reservation })).state).toBe('released');
  expect(await money()).toEqual({ spent: '0', reserved: '0' });
});

it('answers denials as results that say what would pass', async () => {
  const { call } = await connected();
  expect(data(await call('ask', { amount: '50' }))).toMatchObject({
    admissible: false,
    largestAdmissible: '5',
  });
  const result = await call('reserve', { amount: '50' });
  expect([result.isError, textOf(result)]).toEqual([
    true,
    expect.stringContaining('At most 5 USD would pass now.'),
  ]);
  expect(result._meta?.['dev.purser/denial']).toMatchObject({
    code: 'insufficient_funds',
    largestAdmissible: '5',
  });
  expect((await call('settle', { reservation: 'rsv_01k9v3n8h2f0g9x7m4q5r6s7t8', amount: '1' })).isError).toBe(
    true,
  );
  for (const amount of ['-1', '1e9', 'much', ''])
    expect((await call('reserve', { amount })).isError).toBe(true);
  expect(await money()).toEqual({ spent: '0', reserved: '0' });
});

it('waits for people', async () => {
  const approve = { approvals: 1, withinSeconds: 900 };
  await renew({ envelopes: [{ window: 'transaction', limit: '1', onExceed: 'approve', approve }] });
  const { call } = await connected();
  const asked = data(await call('reserve', { amount: '2' }));
  expect(asked).toMatchObject({ state: 'pending_approval', approval: { needed: 1 } });
  const { reservation } = asked;
  expect(data(await call('wait', { reservation, seconds: 0 })).state).toBe('pending_approval');
  const waiting = call('wait', { reservation, seconds: 60 });
  await admin.post(`/v1/reservations/${String(reservation)}/approve`, {});
  expect(data(await waiting).state).toBe('held');
  await call('release', { reservation });
});

it('rates usage by the catalogue', async () => {
  const { call } = await connected();
  const usage = { input_tokens: 1000, output_tokens: 1000 };
  const estimate = data(await call('estimate', { vendor: 'openai', item: 'gpt-4o', usage }));
  expect(estimate).toMatchObject({ amount: '0.0125', admissible: true });
  const { reservation, amount } = data(await call('reserve', { vendor: 'openai', item: 'gpt-4o', usage }));
  expect(amount).toBe('0.0125');
  const paid = await call('settle', { reservation, usage: { input_tokens: 1000, output_tokens: 0 } });
  expect(data(paid).committed).toBe('0.0025');
});

it('delegates once for each name, with a key that works and is no wider', async () => {
  const { call } = await connected();
  const asked = { ref: 'coder', ceiling: '2', vendors: ['acme'] };
  const made = data(await call('delegate', asked));
  expect(data(await call('delegate', asked))).toEqual({ ...made, existed: true });
  const child = new Purser({ url: proxy.url, key: String(made.key) });
  await child.paid({ budget: String(made.budget), max: '1.5', vendor: 'acme' }, () => undefined);
  await expect(
    child.paid({ budget: String(made.budget), max: '0.1', vendor: 'other' }, () => undefined),
  ).rejects.toThrow();
  await expect(child.budgets.get(budget)).rejects.toThrow();
  expect((await admin.budget(String(made.budget))).balances.spent).toBe('1.5');
});

describe('as a program on stdio', () => {
  const program = path.resolve(import.meta.dirname, '../src/server/bin.ts');
  const args = ['--conditions=@purser/source', '--import', 'tsx', program];

  it.each(['v1', 'v2'] as const)('serves clients of %s', async (version) => {
    const key = (await admin.issue(budget)).secret!;
    const env = { PATH: process.env.PATH ?? '', PURSER_URL: proxy.url, PURSER_KEY: key };
    const how = { command: process.execPath, args, env };
    let pair: Pair;
    if (version === 'v1') {
      const client = new V1Client(info);
      await client.connect(new V1Stdio(how));
      pair = kept(v1Pair(client));
    } else {
      const client = new V2Client(info);
      await client.connect(new V2Stdio(how));
      pair = kept(v2Pair(client));
    }
    const { reservation } = data(await pair.call('reserve', { amount: '2' }));
    await pair.call('settle', { reservation, amount: '0.5' });
    expect(await money()).toEqual({ spent: '0.5', reserved: '0' });
  });
});
