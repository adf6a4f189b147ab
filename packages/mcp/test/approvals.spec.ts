import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { ElicitResult } from '@modelcontextprotocol/sdk/types.js';
import type { ServerGuardOptions } from '@purser/mcp';
import { inMemory, overHttp, type Pair, type PairOptions } from './support/pairs.js';
import {
  admin,
  BOTH,
  connected,
  denialOf,
  money,
  proxy,
  ran,
  receiptOf,
  renew,
  textOf,
  useStage,
} from './support/stage.js';

useStage();

/** The pages that clients have shown. */
let shown: string[];
beforeEach(async () => {
  shown = [];
  const approve = { approvals: 1, withinSeconds: 900 };
  await renew({ envelopes: [{ window: 'transaction', limit: '0.5', onExceed: 'approve', approve }] });
});

type Answer = (url: string) => Promise<ElicitResult>;

/** A client that shows pages, and whose user then does something. */
const showing = (answer: Answer): PairOptions => ({
  capabilities: { elicitation: { url: {} } },
  client: (client) => {
    const handle = async ({ params }: { params: unknown }): Promise<ElicitResult> => {
      const { url } = params as { url: string };
      shown.push(url);
      return answer(url);
    };
    if (client instanceof V1Client) client.setRequestHandler(ElicitRequestSchema, handle);
    else client.setRequestHandler('elicitation/create', handle as never);
  },
});

const idIn = (url: string): string => url.split('/').at(-1)!;

const agrees: Answer = async (url) => {
  await admin.post(`/v1/reservations/${idIn(url)}/approve`, {});
  return { action: 'accept' };
};

const SHOWING = [
  ['v1, in memory', inMemory.v1],
  ['v2, in memory', inMemory.v2],
  ['v2, over HTTP as of 2026', overHttp['v2, as of 2026']],
] as const;

const search = (pair: Pair) => pair.call('search', { query: 'a' });

const at = (
  connect: (typeof SHOWING)[number][1],
  options?: PairOptions,
  more?: Partial<ServerGuardOptions>,
): Promise<Pair> => connected(connect, { search: '1' }, more, options);

describe.each(SHOWING)('a client of %s that shows pages', (_, connect) => {
  it('is handed that of the approval, and has its answer when people have agreed there', async () => {
    const result = await search(await at(connect, showing(agrees)));
    expect([textOf(result), receiptOf(result)?.state]).toEqual(['found a', 'paid']);
    expect(shown).toEqual([`${proxy.url}/approvals/${receiptOf(result)!.reservationId}`]);
    expect([ran.calls, await money()]).toEqual([['search a'], { spent: '1', reserved: '0' }]);
  });

  it('hears who has refused', async () => {
    const refuses: Answer = async (url) => {
      await admin.post(`/v1/reservations/${idIn(url)}/reject`, { reason: 'too much' });
      return { action: 'accept' };
    };
    const result = await search(await at(connect, showing(refuses)));
    expect([denialOf(result)?.code, textOf(result)]).toEqual([
      'not_approved',
      'Nothing was called: admin has rejected this: too much.',
    ]);
    expect([ran.calls, await money()]).toEqual([[], { spent: '0', reserved: '0' }]);
  });

  it('may decline: the call still waits, and finds its reservation when it is repeated', async () => {
    const pair = await at(
      connect,
      showing(async () => ({ action: 'decline' })),
    );
    const denial = denialOf(await search(pair));
    expect([denial?.code, denial?.approvalUrl]).toEqual(['waits_for_people', shown[0]]);
    await admin.post(`/v1/reservations/${denial?.reservationId}/approve`, {});
    expect(receiptOf(await search(pair))?.reservationId).toBe(denial?.reservationId);
    expect([shown.length, ran.calls, (await money()).spent]).toEqual([1, ['search a'], '1']);
  });
});

describe.each(BOTH)('a client of %s that shows no pages', (_, connect) => {
  it('gets the address with the denial, that which whoever guards has chosen', async () => {
    const approvalUrl = (id: string) => `https://console.example/decide/${id}`;
    const result = await search(await at(connect, undefined, { approvalUrl }));
    const denial = denialOf(result);
    expect([denial?.code, denial?.approvalUrl]).toEqual([
      'waits_for_people',
      `https://console.example/decide/${denial?.reservationId}`,
    ]);
    expect(textOf(result)).toContain(`at ${denial?.approvalUrl}. Then call it again`);
    expect([ran.calls, shown]).toEqual([[], []]);
  });
});
