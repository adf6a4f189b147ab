import { Purser } from '@purser/sdk';
import OpenAI, { type APIError } from 'openai';
import type { Client } from '../../../test/support/client.js';
import { Fleet } from '../../../test/support/fleet.js';
import { OPENAI_USAGE, openaiStandIn } from '../../../test/support/vendors/openai.js';
import type { VendorStandIn } from '../../../test/support/vendors/vendor.js';
import { openaiGuard, type OpenAIGuardOptions } from '../src/index.js';

let fleet: Fleet;
let admin: Client;
let vendor: VendorStandIn;
let rootId: string;
let budget: string;
let purser: Purser;

beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
  vendor = await openaiStandIn();
  const root = await admin.root('10000');
  rootId = root.id;
  await setPrice(rootId, 'gpt-x', root.revision);
});
beforeEach(async () => {
  vendor.clear();
  budget = (await admin.child(rootId, '1')).id;
  purser = new Purser({ url: admin.baseUrl, key: (await admin.issue(budget)).secret! });
});
afterEach(async () => {
  await fleet.expectAuditPasses();
});
afterAll(async () => {
  await vendor.stop();
  await fleet.stop();
});

/** A dollar for a thousand tokens of input, half of it where they were cached, two for a thousand of output. */
async function setPrice(budgetId: string, item: string, revision: number): Promise<void> {
  const charges = [
    { unit: 'input_tokens', amount: '1', per: 1000 },
    { unit: 'cache_read_tokens', amount: '0.5', per: 1000 },
    { unit: 'output_tokens', amount: '2', per: 1000 },
  ];
  const body = { vendor: 'openai', item, charges };
  const { status } = await admin.write('PUT', `/v1/budgets/${budgetId}/prices`, body, { revision });
  expect(status).toBeLessThan(300);
}

/** What one answer of the stand-in costs: 24 fresh tokens, 16 cached ones and 6 of output. */
const ONE = '0.044';

const clientOf = (options: Partial<OpenAIGuardOptions> = {}, more: object = {}): OpenAI =>
  new OpenAI({
    apiKey: 'sk-test',
    baseURL: `${vendor.url}/v1`,
    fetch: openaiGuard({ purser, budget, maxOutputTokens: 100, ...options }),
    ...more,
  });

const asked = { model: 'gpt-x', messages: [{ role: 'user' as const, content: 'Who pays?' }] };

/** What was spent and what is held, once nothing is held any more. */
async function settled(): Promise<string> {
  for (;;) {
    const { spent, reserved } = (await admin.budget(budget)).balances;
    if (reserved === '0') return spent;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const lastReservation = async () => (await admin.get(`/v1/reservations?budgetId=${budget}`)).body.items.at(0);

const failure = (promise: Promise<unknown>): Promise<APIError> =>
  promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as APIError,
  );

/** What was held for the last call. */
const wholeHold = async (): Promise<string> => (await lastReservation()).amount;

describe('a call', () => {
  it('is paid by what it has used, cached tokens at their own price', async () => {
    const answer = await clientOf().chat.completions.create(asked);
    expect(answer.choices[0]!.message.content).toBe('One call is paid once.');
    expect(await settled()).toBe(ONE);
    const found = await lastReservation();
    expect([found.vendor, found.item, found.externalId, found.usage]).toEqual([
      'openai',
      'gpt-x',
      'chatcmpl-1',
      OPENAI_USAGE,
    ]);
    // The limit that was reserved for is the vendor's to keep.
    expect(vendor.seen[0]!.body.max_completion_tokens).toBe(100);
  });

  it('of the responses API and of embeddings is paid in the same way', async () => {
    const client = clientOf();
    const answer = await client.responses.create({ model: 'gpt-x', input: 'Who pays?' });
    expect(answer.output_text).toBe('One call is paid once.');
    expect(vendor.seen[0]!.body.max_output_tokens).toBe(100);
    expect(await settled()).toBe(ONE);
    await client.embeddings.create({ model: 'gpt-x', input: 'Who pays?', encoding_format: 'float' });
    expect(await settled()).toBe('0.084');
  });

  it('keeps a limit of its own', async () => {
    const client = clientOf({ maxOutputTokens: undefined });
    await client.chat.completions.create({ ...asked, max_tokens: 7, n: 2 });
    expect(vendor.seen[0]!.body).toMatchObject({ max_tokens: 7, n: 2 });
    expect(vendor.seen[0]!.body.max_completion_tokens).toBeUndefined();
  });

  it('that nothing bounds is not made', async () => {
    const client = clientOf({ maxOutputTokens: undefined });
    const unbounded = await failure(client.chat.completions.create(asked));
    expect([unbounded.status, unbounded.code]).toEqual([400, 'unbounded_call']);
    const goesOn = { model: 'gpt-x', input: 'And?', previous_response_id: 'resp_1', max_output_tokens: 10 };
    expect((await failure(client.responses.create(goesOn))).message).toContain('contextTokens');
    const searches = { model: 'gpt-x', input: 'Find it', max_output_tokens: 10 };
    const tools = [{ type: 'web_search' as const }];
    expect((await failure(client.responses.create({ ...searches, tools }))).message).toContain(
      'maxToolCalls',
    );
    expect((await failure(client.images.generate({ prompt: 'a purse' }))).message).toContain('unpriced');
    expect(vendor.seen).toEqual([]);
    expect(await settled()).toBe('0');
  });

  it('that goes on in the background costs what it could', async () => {
    await clientOf().responses.create({ model: 'gpt-x', input: 'Who pays?', background: true });
    expect(await settled()).toBe(await wholeHold());
  });
});

describe('a stream', () => {
  it('is paid at its end, and nobody sees what they have not asked for', async () => {
    const texts: string[] = [];
    for await (const chunk of await clientOf().chat.completions.create({ ...asked, stream: true }))
      texts.push(chunk.choices[0]!.delta.content ?? '');
    expect(texts.join('')).toBe('One call is paid once.');
    // Without waiting: who has seen the end finds it paid for.
    expect((await admin.budget(budget)).balances).toMatchObject({ spent: ONE, reserved: '0' });
  });

  it('shows its usage to whoever has asked for it', async () => {
    const stream_options = { include_usage: true };
    const found = [];
    for await (const chunk of await clientOf().chat.completions.create({
      ...asked,
      stream: true,
      stream_options,
    }))
      found.push(chunk.usage?.prompt_tokens);
    expect(found.at(-1)).toBe(40);
  });

  it('of responses is paid at its end', async () => {
    const stream = await clientOf().responses.create({ model: 'gpt-x', input: 'Who pays?', stream: true });
    let last = '';
    for await (const event of stream) last = event.type;
    expect(last).toBe('response.completed');
    expect((await admin.budget(budget)).balances).toMatchObject({ spent: ONE, reserved: '0' });
  });

  it.each(['breaks', 'hangs'] as const)('that %s costs what it could have', async (fault) => {
    vendor.next(fault);
    const read = async (): Promise<void> => {
      for await (const chunk of await clientOf().chat.completions.create({ ...asked, stream: true }))
        if (fault === 'hangs' && chunk.choices[0]!.delta.content === ' call') break;
    };
    if (fault === 'breaks') await expect(read()).rejects.toThrow();
    else await read();
    expect(await settled()).toBe(await wholeHold());
    expect(Number(await wholeHold())).toBeGreaterThan(0.2);
  });

  it('that its reader leaves is ended at the vendor, too', async () => {
    vendor.next('hangs');
    for await (const _chunk of await clientOf().chat.completions.create({ ...asked, stream: true })) break;
    await settled();
    while (vendor.left === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('that its reader leaves can be read to its end, and costs what it did', async () => {
    const client = clientOf({ onLeave: 'finish' });
    for await (const _chunk of await client.chat.completions.create({ ...asked, stream: true })) break;
    expect(await settled()).toBe(ONE);
    expect(vendor.left).toBe(0);
  });

  it('that nobody reads is paid all the same', async () => {
    await clientOf()
      .chat.completions.create({ ...asked, stream: true })
      .asResponse();
    expect(await settled()).toBe(ONE);
  });

  it('whose caller gives up is over', async () => {
    vendor.next('hangs');
    const gone = new AbortController();
    const stream = await clientOf().chat.completions.create(
      { ...asked, stream: true },
      { signal: gone.signal },
    );
    const read = (async () => {
      for await (const _chunk of stream) gone.abort();
    })();
    await read.catch(() => undefined);
    expect(await settled()).toBe(await wholeHold());
  });
});

describe('a failure', () => {
  it('that the vendor has refused costs nothing, and each further attempt is paid on its own', async () => {
    vendor.next('rate limited');
    await clientOf().chat.completions.create(asked);
    expect(await settled()).toBe(ONE);
    vendor.next('bad request');
    expect((await failure(clientOf().chat.completions.create(asked))).status).toBe(400);
    expect([await settled(), vendor.seen.length]).toEqual([ONE, 3]);
  });

  it.each(['server error', 'answer lost'] as const)(
    'of which nobody knows costs the whole: %s',
    async (fault) => {
      vendor.next(fault);
      await failure(clientOf({}, { maxRetries: 0 }).chat.completions.create(asked));
      expect(await settled()).toBe(await wholeHold());
    },
  );

  it('costs what its owner says', async () => {
    vendor.next('server error');
    const client = clientOf({ onError: () => 'release' }, { maxRetries: 0 });
    expect((await failure(client.chat.completions.create(asked))).status).toBe(500);
    expect(await settled()).toBe('0');
  });

  it('to connect costs nothing', async () => {
    const gone = await openaiStandIn();
    await gone.stop();
    const client = clientOf({}, { maxRetries: 0, baseURL: `${gone.url}/v1` });
    await failure(client.chat.completions.create(asked));
    expect(await settled()).toBe('0');
  });
});

describe('a denial', () => {
  it('is an ordinary error that says what would pass, and is not tried again', async () => {
    const denied = await failure(
      clientOf().chat.completions.create({ ...asked, max_completion_tokens: 5000 }),
    );
    expect([denied.status, denied.code]).toEqual([402, 'insufficient_funds']);
    expect(denied.message).toContain('At most 1 USD would pass now');
    expect((denied.error as { problem: { largestAdmissible: string } }).problem.largestAdmissible).toBe('1');
    expect(vendor.seen).toEqual([]);
  });

  it('can lower the limit instead, to what there is money for', async () => {
    const client = clientOf({ narrow: { atLeast: 10 } });
    await client.chat.completions.create({ ...asked, max_completion_tokens: 5000 });
    const { max_completion_tokens: tokens } = vendor.seen[0]!.body;
    expect(tokens).toBeGreaterThan(400);
    expect(tokens).toBeLessThan(500);
    expect(await settled()).toBe(ONE);
    await purser.paid({ budget, max: '0.88' }, () => undefined);
    expect((await failure(client.chat.completions.create(asked))).status).toBe(402);
  });

  it('of an item without a price says so', async () => {
    const unknown = await failure(clientOf().chat.completions.create({ ...asked, model: 'nobody-knows' }));
    expect([unknown.status, unknown.code]).toEqual([422, 'price_unknown']);
  });

  it('stands for half of ten calls at once on the money for five', async () => {
    for await (const _chunk of await clientOf().chat.completions.create({ ...asked, stream: true }));
    const each = Number(await wholeHold());
    const { id } = await admin.child(rootId, (each * 5.5).toFixed(6));
    const key = (await admin.issue(id)).secret!;
    const of = { purser: new Purser({ url: admin.baseUrl, key }), budget: id };
    vendor.clear();
    vendor.next(...Array.from({ length: 5 }, () => 'hangs' as const));
    const client = clientOf(of);
    const streams = await Promise.allSettled(
      Array.from({ length: 10 }, () => client.chat.completions.create({ ...asked, stream: true })),
    );
    const denied = streams.flatMap((stream) =>
      stream.status === 'rejected' ? [stream.reason as APIError] : [],
    );
    expect(denied.map(({ status }) => status)).toEqual([402, 402, 402, 402, 402]);
    expect(vendor.seen.length).toBe(5);
    for (const stream of streams) if (stream.status === 'fulfilled') stream.value.controller.abort();
    budget = id;
    expect(Number(await settled())).toBeCloseTo(each * 5, 6);
  });
});

describe('an approval', () => {
  beforeEach(async () => {
    const envelope = { name: 'ask', window: 'transaction', limit: '0.1', onExceed: 'approve' };
    const approve = { approvals: 1, withinSeconds: 60 };
    ({ id: budget } = await admin.child(rootId, '1', { envelopes: [{ ...envelope, approve }] }));
    purser = new Purser({ url: admin.baseUrl, key: (await admin.issue(budget)).secret! });
  });

  const approve = async (): Promise<void> => {
    for (;;) {
      const found = await lastReservation();
      if (found?.state === 'pending_approval')
        return void (await admin.post(`/v1/reservations/${found.id}/approve`, {}));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('is waited for', async () => {
    const [answer] = await Promise.all([clientOf().chat.completions.create(asked), approve()]);
    expect(answer.id).toBe('chatcmpl-1');
    expect(await settled()).toBe(ONE);
  });

  it('can be handed on: the same request goes on from there', async () => {
    const client = clientOf({ approval: 'hand on' });
    const pending = await failure(client.chat.completions.create(asked));
    expect([pending.status, pending.code]).toEqual([402, 'approval_pending']);
    expect((await failure(client.chat.completions.create(asked))).code).toBe('approval_pending');
    await approve();
    await client.chat.completions.create(asked);
    expect(await settled()).toBe(ONE);
    expect(vendor.seen.length).toBe(1);
    // What was approved is used up.
    expect((await failure(client.chat.completions.create(asked))).code).toBe('approval_pending');
  });
});
