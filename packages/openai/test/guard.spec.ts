import OpenAI, { type APIError } from 'openai';
import { ASKS_PEOPLE, failureOf, soon, useGuarded, vendor, world } from '../../../test/support/guarded.js';
import { OPENAI_USAGE, openaiStandIn } from '../../../test/support/vendors/openai.js';
import { openaiGuard, type OpenAIGuardOptions } from '../src/index.js';

useGuarded(openaiStandIn, 'openai', 'gpt-x');

/** What one answer of the stand-in costs: 24 fresh tokens, 16 cached ones and 6 of output. */
const ONE = '0.044';

const clientOf = (options: Partial<OpenAIGuardOptions> = {}, more: object = {}): OpenAI =>
  new OpenAI({
    apiKey: 'sk-test',
    baseURL: `${vendor.url}/v1`,
    fetch: openaiGuard({ purser: world.purser, budget: world.budget, maxOutputTokens: 100, ...options }),
    ...more,
  });

const asked = { model: 'gpt-x', messages: [{ role: 'user' as const, content: 'Who pays?' }] };

const failure = (promise: Promise<unknown>): Promise<APIError> => failureOf<APIError>(promise);

describe('a call', () => {
  it('is paid by what it has used, cached tokens at their own price', async () => {
    const answer = await clientOf().chat.completions.create(asked);
    expect(answer.choices[0]!.message.content).toBe('One call is paid once.');
    expect(await world.settled()).toBe(ONE);
    const found = await world.lastReservation();
    expect([found?.vendor, found?.item, found?.externalId, found?.usage]).toEqual([
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
    expect(await world.settled()).toBe(ONE);
    await client.embeddings.create({ model: 'gpt-x', input: 'Who pays?', encoding_format: 'float' });
    expect(await world.settled()).toBe('0.084');
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
    expect(await world.settled()).toBe('0');
  });

  it('that goes on in the background costs what it could', async () => {
    await clientOf().responses.create({ model: 'gpt-x', input: 'Who pays?', background: true });
    expect(await world.settled()).toBe(await world.wholeHold());
  });
});

describe('a stream', () => {
  it('is paid at its end, and nobody sees what they have not asked for', async () => {
    const texts: string[] = [];
    for await (const chunk of await clientOf().chat.completions.create({ ...asked, stream: true }))
      texts.push(chunk.choices[0]!.delta.content ?? '');
    expect(texts.join('')).toBe('One call is paid once.');
    // Without waiting: who has seen the end finds it paid for.
    expect(await world.now()).toEqual({ spent: ONE, reserved: '0' });
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
    expect(await world.now()).toEqual({ spent: ONE, reserved: '0' });
  });

  it.each(['breaks', 'hangs'] as const)('that %s costs what it could have', async (fault) => {
    vendor.next(fault);
    const read = async (): Promise<void> => {
      for await (const chunk of await clientOf().chat.completions.create({ ...asked, stream: true }))
        if (fault === 'hangs' && chunk.choices[0]!.delta.content === ' call') break;
    };
    if (fault === 'breaks') await expect(read()).rejects.toThrow();
    else await read();
    expect(await world.settled()).toBe(await world.wholeHold());
    expect(Number(await world.wholeHold())).toBeGreaterThan(0.2);
  });

  it('that its reader leaves is ended at the vendor, too', async () => {
    vendor.next('hangs');
    for await (const _chunk of await clientOf().chat.completions.create({ ...asked, stream: true })) break;
    await world.settled();
    while (vendor.left === 0) await soon();
  });

  it('that its reader leaves can be read to its end, and costs what it did', async () => {
    const client = clientOf({ onLeave: 'finish' });
    for await (const _chunk of await client.chat.completions.create({ ...asked, stream: true })) break;
    expect(await world.settled()).toBe(ONE);
    expect(vendor.left).toBe(0);
  });

  it('that nobody reads is paid all the same', async () => {
    await clientOf()
      .chat.completions.create({ ...asked, stream: true })
      .asResponse();
    expect(await world.settled()).toBe(ONE);
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
    expect(await world.settled()).toBe(await world.wholeHold());
  });
});

describe('a failure', () => {
  it('that the vendor has refused costs nothing, and each further attempt is paid on its own', async () => {
    vendor.next('rate limited');
    await clientOf().chat.completions.create(asked);
    expect(await world.settled()).toBe(ONE);
    vendor.next('bad request');
    expect((await failure(clientOf().chat.completions.create(asked))).status).toBe(400);
    expect([await world.settled(), vendor.seen.length]).toEqual([ONE, 3]);
  });

  it.each(['server error', 'answer lost'] as const)(
    'of which nobody knows costs the whole: %s',
    async (fault) => {
      vendor.next(fault);
      await failure(clientOf({}, { maxRetries: 0 }).chat.completions.create(asked));
      expect(await world.settled()).toBe(await world.wholeHold());
    },
  );

  it('costs what its owner says', async () => {
    vendor.next('server error');
    const client = clientOf({ onError: () => 'release' }, { maxRetries: 0 });
    expect((await failure(client.chat.completions.create(asked))).status).toBe(500);
    expect(await world.settled()).toBe('0');
  });

  it('to connect costs nothing', async () => {
    const gone = await openaiStandIn();
    await gone.stop();
    const client = clientOf({}, { maxRetries: 0, baseURL: `${gone.url}/v1` });
    await failure(client.chat.completions.create(asked));
    expect(await world.settled()).toBe('0');
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
    expect(await world.settled()).toBe(ONE);
    await world.purser.paid({ budget: world.budget, max: '0.88' }, () => undefined);
    expect((await failure(client.chat.completions.create(asked))).status).toBe(402);
  });

  it('of an item without a price says so', async () => {
    const unknown = await failure(clientOf().chat.completions.create({ ...asked, model: 'nobody-knows' }));
    expect([unknown.status, unknown.code]).toEqual([422, 'price_unknown']);
  });

  it('stands for half of ten calls at once on the money for five', async () => {
    for await (const _chunk of await clientOf().chat.completions.create({ ...asked, stream: true }));
    const each = Number(await world.wholeHold());
    await world.newBudget((each * 5.5).toFixed(6));
    vendor.clear();
    vendor.next(...Array.from({ length: 5 }, () => 'hangs' as const));
    const client = clientOf();
    const streams = await Promise.allSettled(
      Array.from({ length: 10 }, () => client.chat.completions.create({ ...asked, stream: true })),
    );
    const denied = streams.flatMap((stream) =>
      stream.status === 'rejected' ? [stream.reason as APIError] : [],
    );
    expect(denied.map(({ status }) => status)).toEqual([402, 402, 402, 402, 402]);
    expect(vendor.seen.length).toBe(5);
    for (const stream of streams) if (stream.status === 'fulfilled') stream.value.controller.abort();
    expect(Number(await world.settled())).toBeCloseTo(each * 5, 6);
  });
});

describe('an approval', () => {
  beforeEach(() => world.newBudget('1', ASKS_PEOPLE));

  it('is waited for', async () => {
    const [answer] = await Promise.all([clientOf().chat.completions.create(asked), world.approve()]);
    expect(answer.id).toBe('chatcmpl-1');
    expect(await world.settled()).toBe(ONE);
  });

  it('can be handed on: the same request goes on from there', async () => {
    const client = clientOf({ approval: 'hand on' });
    const pending = await failure(client.chat.completions.create(asked));
    expect([pending.status, pending.code]).toEqual([402, 'approval_pending']);
    expect((await failure(client.chat.completions.create(asked))).code).toBe('approval_pending');
    await world.approve();
    await client.chat.completions.create(asked);
    expect(await world.settled()).toBe(ONE);
    expect(vendor.seen.length).toBe(1);
    // What was approved is used up.
    expect((await failure(client.chat.completions.create(asked))).code).toBe('approval_pending');
  });
});
