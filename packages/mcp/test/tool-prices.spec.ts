import { McpServer as V1Server } from '@modelcontextprotocol/sdk/server/mcp.js';
import { guard } from '@purser/mcp';
import { inMemory } from './support/pairs.js';
import {
  admin,
  BOTH,
  budget,
  connected,
  denialOf,
  kept,
  purser,
  ran,
  receiptOf,
  textOf,
  trouble,
  useStage,
} from './support/stage.js';
import type { Registrar } from './support/tools.js';

useStage();

describe.each(BOTH)('prices, on a server of %s,', (_, connect) => {
  it.each([
    ['a price below nothing', () => '-1'],
    ['no amount', () => 'much'],
    ['a number that is not exact', () => 0.1],
    ['nothing', () => undefined as never],
    [
      'an error',
      () => {
        throw new Error('no price');
      },
    ],
  ])('that come to %s let nothing run', async (__, price) => {
    const { call } = await connected(connect, { search: price });
    const result = await call('search', { query: 'a' });
    expect([result.isError, denialOf(result)?.code, ran.calls]).toEqual([true, 'no_price', []]);
    expect(trouble.length).toBe(1);
  });

  it('of nothing are free, and reserve nothing', async () => {
    const { call } = await connected(connect, { search: () => '0' });
    const result = await call('search', { query: 'a' });
    expect([textOf(result), receiptOf(result)]).toEqual(['found a', undefined]);
  });

  it('hold for every other tool under *', async () => {
    const { call } = await connected(connect, { '*': '1', free: '0' });
    expect(receiptOf(await call('search', { query: 'a' }))?.amount).toBe('1');
    expect(receiptOf(await call('free'))).toBeUndefined();
  });

  it('hold for a tool that gets other code, or another name', async () => {
    const make = (server: Registrar): void => {
      guard(server as never, { prices: { a: '1', b: '2' }, purser, budget });
      const tool = server.registerTool('a', {}, () => ({ content: [{ type: 'text', text: 'first' }] }));
      tool.update({ callback: () => ({ content: [{ type: 'text', text: 'second' }] }) });
      const renamed = server.registerTool('free', {}, () => ({ content: [] }));
      renamed.update({ name: 'b' });
    };
    const { call } = kept(await connect(make));
    const first = await call('a');
    expect([textOf(first), receiptOf(first)?.amount]).toEqual(['second', '1']);
    expect(receiptOf(await call('b'))?.amount).toBe('2');
  });

  it('let what a tool has said in its own shape pass as it is', async () => {
    const { call } = await connected(connect, { shaped: '1' });
    const result = await call('shaped');
    expect([result.structuredContent, receiptOf(result)?.amount]).toEqual([{ n: 7 }, '1']);
  });
});

test.each(BOTH)(
  'a budget can follow from the call, on a server of %s, and its purpose as well',
  async (_, connect) => {
    const { call } = await connected(
      connect,
      { search: '1' },
      {
        budget: ({ meta }) => (meta.who === 'me' ? budget : undefined),
        purpose: ({ meta }) => ({ run: String(meta.run), labels: { team: 'x' } }),
        vendor: undefined,
      },
    );
    const found = await call('search', { query: 'a' }, { meta: { who: 'me', run: 'run-1' } });
    const { body } = await admin.get(`/v1/reservations/${receiptOf(found)!.reservationId}`);
    expect([body.runId, body.metadata]).toEqual(['run-1', { team: 'x' }]);
    const other = await call('search', { query: 'b' });
    expect(denialOf(other)).toMatchObject({
      code: 'payment_required',
      price: { amount: '1', currency: 'USD' },
    });
    expect(ran.calls).toEqual(['search a']);
  },
);

describe('on a server of v1', () => {
  const withTasks = () => new V1Server({ name: 'test', version: '1' }, { capabilities: { tasks: {} } });
  const task = { createTask: () => undefined, getTask: () => undefined, getTaskResult: () => undefined };
  const register = (server: V1Server, name: string): unknown =>
    server.experimental.tasks.registerToolTask(name, { inputSchema: {} } as never, task as never);

  it('a tool that runs as a task has no price, or no place', () => {
    const server = withTasks();
    register(server, 'slow');
    const options = { prices: { slow: '1', slower: '1' }, purser, budget };
    expect(() => guard(server, options)).toThrow('slow runs as a task, and has a price');
    const later = guard(withTasks(), options);
    expect(() => register(later, 'slower')).toThrow('slower runs as a task');
    register(later, 'gratis');
  });

  it('the older way to register a tool is guarded as well', async () => {
    const make = (server: Registrar): void => {
      const guarded = guard(server as never, { prices: { old: '1' }, purser, budget });
      (guarded as { tool(name: string, code: () => object): void }).tool('old', () => ({ content: [] }));
    };
    const { call } = kept(await inMemory.v1(make));
    expect(receiptOf(await call('old'))?.amount).toBe('1');
  });
});

test('a guard that nobody could pay, and a server that it does not know, are refused at once', () => {
  const server = { registerTool: () => undefined };
  expect(() => guard(server, { prices: {} })).toThrow('needs a `vendor`');
  expect(() => guard(server, { prices: {}, vendor: 'acme' })).toThrow('takes an McpServer');
});
