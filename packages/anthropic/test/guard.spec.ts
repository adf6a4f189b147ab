import Anthropic, { type APIError } from '@anthropic-ai/sdk';
import { DeniedError, type PurserError } from '@purser/sdk';
import { ApprovalPendingError, UnboundedCallError } from '@purser/sdk/models';
import { ASKS_PEOPLE, failureOf, soon, useGuarded, vendor, world } from '../../../test/support/guarded.js';
import { ANTHROPIC_USAGE, anthropicStandIn } from '../../../test/support/vendors/anthropic.js';
import { anthropicGuard, type AnthropicGuardOptions } from '../src/index.js';

useGuarded(anthropicStandIn, 'anthropic', 'claude-x', [
  { unit: 'cache_write_tokens', amount: '2', per: 1000 },
  { unit: 'cache_write_1h_tokens', amount: '4', per: 1000 },
  { unit: 'web_searches', amount: '10', per: 1000 },
]);

/** 10 fresh tokens, 16 cached, 10 kept for minutes and 4 for an hour, 6 of output. */
const ONE = '0.066';

const clientOf = (options: Partial<AnthropicGuardOptions> = {}, more: object = {}): Anthropic =>
  new Anthropic({
    apiKey: 'sk-test',
    baseURL: vendor.url,
    middleware: [anthropicGuard({ purser: world.purser, budget: world.budget, ...options })],
    ...more,
  });

const asked = {
  model: 'claude-x',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'Who pays?' }],
};

describe('a message', () => {
  it('is paid by what it has used, what was cached and what is kept at their own prices', async () => {
    const { content } = await clientOf().messages.create(asked);
    expect(content).toEqual([{ type: 'text', text: 'One call is paid once.' }]);
    expect(await world.now()).toEqual({ spent: ONE, reserved: '0' });
    const found = await world.lastReservation();
    expect([found?.vendor, found?.item, found?.externalId, found?.usage]).toEqual([
      'anthropic',
      'claude-x',
      'msg_1',
      ANTHROPIC_USAGE,
    ]);
  });

  it('that asks for the cache is held for at the price of what is kept', async () => {
    await clientOf().messages.create(asked);
    const plain = Number(await world.wholeHold());
    await clientOf().messages.create({ ...asked, cache_control: { type: 'ephemeral' } });
    const minutes = Number(await world.wholeHold());
    const text = { type: 'text' as const, text: 'Who pays?' };
    const content = [{ ...text, cache_control: { type: 'ephemeral' as const, ttl: '1h' as const } }];
    await world.newBudget('2');
    await clientOf().messages.create({ ...asked, messages: [{ role: 'user', content }] });
    const hour = Number(await world.wholeHold());
    // The output is the same; a token that is kept costs twice as much, and four times for an hour.
    expect(minutes - 0.2).toBeGreaterThan(2 * (plain - 0.2));
    expect(hour - 0.2).toBeGreaterThan(4 * (plain - 0.2));
  });

  it('with tools at the vendor is held for each of their calls, which the request limits', async () => {
    await world.newBudget('1000');
    const tools = [{ type: 'web_search_20250305' as const, name: 'web_search' as const }];
    const unbounded = await failureOf(clientOf().messages.create({ ...asked, tools }));
    expect(unbounded).toBeInstanceOf(UnboundedCallError);
    await clientOf({ maxToolCalls: 2 }).messages.create({ ...asked, tools });
    expect(vendor.seen[0]!.body.tools[0].max_uses).toBe(2);
    // Three pages of 50,000 tokens are read: one after the first search, two after the second.
    expect(Number(await world.wholeHold())).toBeGreaterThan(150);
    expect(await world.settled()).toBe(ONE);
  });

  it('that nobody can price is not made', async () => {
    const client = clientOf();
    const batch = { requests: [{ custom_id: 'a', params: asked }] };
    for (const call of [
      client.messages.batches.create(batch),
      client.messages.create({ ...asked, inference_geo: 'us' }),
    ])
      expect(await failureOf(call)).toBeInstanceOf(UnboundedCallError);
    expect(vendor.seen).toEqual([]);
  });
});

describe('a stream', () => {
  it('is paid at its end', async () => {
    const stream = clientOf().messages.stream(asked);
    const { usage } = await stream.finalMessage();
    expect(usage.output_tokens).toBe(6);
    expect(await world.settled()).toBe(ONE);
  });

  it.each(['breaks', 'hangs'] as const)(
    'that %s pays its input as it was, and its output as it could be',
    async (fault) => {
      vendor.next(fault);
      const read = async (): Promise<void> => {
        for await (const event of await clientOf().messages.create({ ...asked, stream: true }))
          if (fault === 'hangs' && event.type === 'content_block_delta') break;
      };
      if (fault === 'breaks') await expect(read()).rejects.toThrow();
      else await read();
      // 0.054 for the input, and 100 tokens of output.
      expect(await world.settled()).toBe('0.254');
    },
  );

  it('that its reader leaves is ended at the vendor, too, or read to its end', async () => {
    for await (const _event of await clientOf({ onLeave: 'finish' }).messages.create({
      ...asked,
      stream: true,
    }))
      break;
    expect([await world.settled(), vendor.left]).toEqual([ONE, 0]);
    vendor.next('hangs');
    for await (const _event of await clientOf().messages.create({ ...asked, stream: true })) break;
    await world.settled();
    while (vendor.left === 0) await soon();
  });
});

describe('a failure', () => {
  it('that the vendor has refused costs nothing, and each further attempt is paid on its own', async () => {
    vendor.next('rate limited');
    await clientOf().messages.create(asked);
    expect([await world.settled(), vendor.seen.length]).toEqual([ONE, 2]);
    vendor.next('bad request');
    const refused = await failureOf<APIError>(clientOf().messages.create(asked));
    expect([refused.status, await world.settled()]).toEqual([400, ONE]);
  });

  it.each(['server error', 'answer lost'] as const)(
    'of which nobody knows costs the whole: %s',
    async (fault) => {
      vendor.next(fault);
      await failureOf(clientOf({}, { maxRetries: 0 }).messages.create(asked));
      expect(await world.settled()).toBe(await world.wholeHold());
    },
  );

  it('of the connection is tried again by the SDK, under another hold', async () => {
    await world.newBudget('10');
    vendor.next('answer lost');
    await clientOf().messages.create(asked);
    const lost = Number(await world.wholeHold());
    expect(Number(await world.settled())).toBeCloseTo(lost + Number(ONE), 6);
  });
});

describe('a denial', () => {
  it('is the typed error, and is not tried again', async () => {
    const denied = await failureOf<DeniedError>(clientOf().messages.create({ ...asked, max_tokens: 5000 }));
    expect(denied).toBeInstanceOf(DeniedError);
    expect([denied.code, denied.largestAdmissible]).toEqual(['insufficient_funds', '1']);
    const stream = clientOf().messages.stream({ ...asked, max_tokens: 5000 });
    const { cause } = await failureOf<{ cause: unknown }>(stream.finalMessage());
    expect(cause).toBeInstanceOf(DeniedError);
    const unknown = await failureOf<PurserError>(clientOf().messages.create({ ...asked, model: 'unknown' }));
    expect(unknown.code).toBe('price_unknown');
    expect(vendor.seen).toEqual([]);
  });

  it('can lower the limit instead, but not below what the model thinks with', async () => {
    await clientOf({ narrow: true }).messages.create({ ...asked, max_tokens: 5000 });
    expect(vendor.seen[0]!.body.max_tokens).toBeLessThan(500);
    const thinking = { type: 'enabled' as const, budget_tokens: 1024 };
    const thoughtful = { ...asked, max_tokens: 5000, thinking };
    expect(await failureOf(clientOf({ narrow: true }).messages.create(thoughtful))).toBeInstanceOf(
      DeniedError,
    );
  });

  it('stands for half of ten calls at once on the money for five', async () => {
    await clientOf().messages.create(asked);
    const each = Number(await world.wholeHold());
    await world.newBudget((each * 5.5).toFixed(6));
    vendor.clear();
    // The answers of the five that run are lost: nothing comes back for the others.
    vendor.next(...Array.from({ length: 5 }, () => 'answer lost' as const));
    const client = clientOf({}, { maxRetries: 0 });
    const calls = await Promise.all(
      Array.from({ length: 10 }, () => failureOf(client.messages.create(asked))),
    );
    expect(calls.filter((error) => error instanceof DeniedError).length).toBe(5);
    expect(vendor.seen.length).toBe(5);
    expect(Number(await world.settled())).toBeCloseTo(each * 5, 6);
  });
});

describe('an approval', () => {
  beforeEach(() => world.newBudget('1', ASKS_PEOPLE));

  it('is waited for, or handed on', async () => {
    await Promise.all([clientOf().messages.create(asked), world.approve()]);
    const client = clientOf({ approval: 'hand on' });
    expect(await failureOf(client.messages.create(asked))).toBeInstanceOf(ApprovalPendingError);
    await world.approve();
    await client.messages.create(asked);
    expect([await world.settled(), vendor.seen.length]).toEqual(['0.132', 2]);
  });
});
