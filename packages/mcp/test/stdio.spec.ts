import path from 'node:path';
import { Client as V2Client } from '@modelcontextprotocol/client';
import { StdioClientTransport as V2Stdio } from '@modelcontextprotocol/client/stdio';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as V1Stdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { guardTransport, type ClientGuardOptions } from '@purser/mcp';
import { errorOf, until } from '../../sdk/test/support/waiting.js';
import { v1Pair, v2Pair, type Pair } from './support/pairs.js';
import {
  admin,
  budget,
  denialOf,
  kept,
  money,
  proxy,
  purser,
  receiptOf,
  textOf,
  useStage,
} from './support/stage.js';

useStage();

const info = { name: 'test', version: '1' };
const WORKER = path.join(import.meta.dirname, 'stdio-worker.ts');

/** A guarded server as a child, paid from the budget by its own key; and perhaps a guard on the client's side. */
async function started(major: 'v1' | 'v2', options?: ClientGuardOptions): Promise<Pair> {
  const env = {
    PATH: process.env.PATH ?? '',
    PURSER_URL: proxy.url,
    PURSER_KEY: (await admin.issue(budget)).secret!,
  };
  const args = ['--conditions=@purser/source', '--import', 'tsx', WORKER, major, options ? '' : budget];
  const child = { command: process.execPath, args, env };
  if (major === 'v1') {
    const client = new V1Client(info);
    const transport = new V1Stdio(child);
    await client.connect(options ? guardTransport(transport, options) : transport);
    return kept(v1Pair(client));
  }
  const client = new V2Client(info);
  const transport = new V2Stdio(child);
  await client.connect(options ? guardTransport(transport, options) : transport);
  return kept(v2Pair(client));
}

describe.each(['v1', 'v2'] as const)('over stdio, a server of %s in a process of its own', (major) => {
  it('lets as many calls run as are paid for, and leaves the others alone', async () => {
    const { call } = await started(major);
    const results = await Promise.all(Array.from({ length: 6 }, (_, i) => call('search', { query: `${i}` })));
    expect([results.filter(receiptOf).length, results.filter(denialOf).length]).toEqual([5, 1]);
    expect(textOf(await call('free'))).toBe('for nothing');
    expect(await money()).toEqual({ spent: '5', reserved: '0' });
  });

  it('has its calls held to a budget on the side of the client, also when the child is gone', async () => {
    const prices = { free: '1', hangs: '1' };
    const { call, close } = await started(major, { purser, budget, vendor: 'child', prices });
    expect(textOf(await call('free'))).toBe('for nothing');
    expect(await money()).toEqual({ spent: '1', reserved: '0' });
    const calling = errorOf(call('hangs'));
    await until(async () => (await money()).reserved === '1');
    await close();
    await calling;
    await until(async () => (await money()).spent === '2');
    expect((await money()).reserved).toBe('0');
  });
});
