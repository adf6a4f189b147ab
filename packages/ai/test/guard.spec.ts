import { DeniedError } from '@purser/sdk';
import { ApprovalPendingError, UnboundedCallError, type ModelOptions } from '@purser/sdk/models';
import * as ai7 from 'ai';
import * as ai6 from 'ai-6';
import type { MockLanguageModelV3 } from 'ai-6/test';
import { ASKS_PEOPLE, failureOf, soon, useGuarded, vendor, world } from '../../../test/support/guarded.js';
import { OPENAI_USAGE, openaiStandIn } from '../../../test/support/vendors/openai.js';
import { aiGuard, aiGuardV3 } from '../src/index.js';
import { planOfCall } from '../src/plan.js';
import { answerParts, endingOfAnswer } from '../src/usage.js';
import { loopbackModel } from './support/loopback-model.js';

useGuarded(openaiStandIn, 'openai', 'gpt-x');

/** What one answer of the stand-in costs: 24 fresh tokens, 16 cached ones and 6 of output. */
const ONE = '0.044';

const of = (options: Partial<ModelOptions>): ModelOptions => ({
  purser: world.purser,
  budget: world.budget,
  maxOutputTokens: 100,
  ...options,
});

const modelOf = (options: Partial<ModelOptions> = {}, modelId?: string) =>
  ai7.wrapLanguageModel({
    model: loopbackModel(vendor.url, 'v4', modelId),
    middleware: aiGuard(of(options)),
  });

const prompt = 'Who pays?';

describe('a call', () => {
  it('of AI SDK 7 is paid by what it has used', async () => {
    const { text } = await ai7.generateText({ model: modelOf(), prompt });
    expect(text).toBe('One call is paid once.');
    expect(await world.now()).toEqual({ spent: ONE, reserved: '0' });
    const found = await world.lastReservation();
    expect([found?.vendor, found?.item, found?.externalId, found?.usage]).toEqual([
      'openai',
      'gpt-x',
      'chatcmpl-1',
      OPENAI_USAGE,
    ]);
    // The limit that was reserved for is the vendor's to keep.
    expect(vendor.seen[0]!.body.max_tokens).toBe(100);
  });

  it('of AI SDK 6 is paid in the same way, and so is its stream', async () => {
    const model = ai6.wrapLanguageModel({
      // What differs between the two specifications is not what this model uses.
      model: loopbackModel(vendor.url, 'v3') as unknown as MockLanguageModelV3,
      middleware: aiGuardV3(of({})),
    });
    expect((await ai6.generateText({ model, prompt })).text).toBe('One call is paid once.');
    expect(await world.now()).toEqual({ spent: ONE, reserved: '0' });
    expect(await ai6.streamText({ model, prompt }).text).toBe('One call is paid once.');
    expect(await world.settled()).toBe('0.088');
  });

  it('without a limit is not made', async () => {
    const model = modelOf({ maxOutputTokens: undefined });
    expect(await failureOf(ai7.generateText({ model, prompt }))).toBeInstanceOf(UnboundedCallError);
    await ai7.generateText({ model, prompt, maxOutputTokens: 7 });
    expect(vendor.seen.map(({ body }) => body.max_tokens)).toEqual([7]);
  });
});

describe('a stream', () => {
  it('is paid at its end', async () => {
    expect(await ai7.streamText({ model: modelOf(), prompt }).text).toBe('One call is paid once.');
    expect(await world.settled()).toBe(ONE);
  });

  it('that breaks costs what it could have', async () => {
    vendor.next('breaks');
    await failureOf(
      Promise.resolve(ai7.streamText({ model: modelOf(), prompt, onError: () => undefined }).text),
    );
    expect(await world.settled()).toBe(await world.wholeHold());
  });

  it('that its reader leaves costs what it could have, and is ended at the vendor, too', async () => {
    vendor.next('hangs');
    const { stream } = await modelOf().doStream({
      prompt: [{ role: 'user', content: [{ type: 'text', text: prompt }] }],
    });
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    expect(await world.now()).toEqual({ spent: await world.wholeHold(), reserved: '0' });
    while (vendor.left === 0) await soon();
  });

  it('that its caller aborts is over, or is read to its end', async () => {
    const read = async (options: Partial<ModelOptions>): Promise<void> => {
      const gone = new AbortController();
      const abortSignal = gone.signal;
      const { textStream } = ai7.streamText({ model: modelOf(options), prompt, abortSignal });
      for await (const _text of textStream) gone.abort();
    };
    await read({ onLeave: 'finish' });
    expect([await world.settled(), vendor.left]).toEqual([ONE, 0]);
    vendor.next('hangs');
    await read({});
    const whole = Number(await world.wholeHold());
    expect(Number(await world.settled())).toBeCloseTo(whole + Number(ONE), 6);
  });
});

describe('a failure', () => {
  it('that the vendor has refused costs nothing, and each further attempt is paid on its own', async () => {
    vendor.next('rate limited');
    await ai7.generateText({ model: modelOf(), prompt });
    expect([await world.settled(), vendor.seen.length]).toEqual([ONE, 2]);
    vendor.next('bad request');
    await failureOf(ai7.generateText({ model: modelOf(), prompt }));
    expect([await world.settled(), vendor.seen.length]).toEqual([ONE, 3]);
  });

  it.each(['server error', 'answer lost'] as const)(
    'of which nobody knows costs the whole: %s',
    async (fault) => {
      vendor.next(fault);
      await failureOf(ai7.generateText({ model: modelOf(), prompt, maxRetries: 0 }));
      expect(await world.settled()).toBe(await world.wholeHold());
    },
  );
});

describe('a denial', () => {
  it('is the typed error, and is not tried again', async () => {
    const call = ai7.generateText({ model: modelOf(), prompt, maxOutputTokens: 5000 });
    const denied = await failureOf<DeniedError>(call);
    expect(denied).toBeInstanceOf(DeniedError);
    expect(denied.largestAdmissible).toBe('1');
    const errors: unknown[] = [];
    const onError = ({ error }: { error: unknown }): void => void errors.push(error);
    await ai7.streamText({ model: modelOf({}), prompt, maxOutputTokens: 5000, onError }).consumeStream();
    expect(errors).toEqual([expect.any(DeniedError)]);
    expect(vendor.seen).toEqual([]);
  });

  it('can lower the limit instead', async () => {
    await ai7.generateText({ model: modelOf({ narrow: true }), prompt, maxOutputTokens: 5000 });
    expect(vendor.seen[0]!.body.max_tokens).toBeLessThan(500);
    expect(await world.settled()).toBe(ONE);
  });

  it('stands for half of ten calls at once on the money for five', async () => {
    await ai7.generateText({ model: modelOf(), prompt });
    const each = Number(await world.wholeHold());
    await world.newBudget((each * 5.5).toFixed(6));
    vendor.clear();
    vendor.next(...Array.from({ length: 5 }, () => 'answer lost' as const));
    const model = modelOf();
    const call = () => failureOf(ai7.generateText({ model, prompt, maxRetries: 0 }));
    const calls = await Promise.all(Array.from({ length: 10 }, call));
    expect(calls.filter((error) => error instanceof DeniedError).length).toBe(5);
    expect(vendor.seen.length).toBe(5);
    expect(Number(await world.settled())).toBeCloseTo(each * 5, 6);
  });

  it('waits for people, or is handed on', async () => {
    await world.newBudget('1', ASKS_PEOPLE);
    await Promise.all([ai7.generateText({ model: modelOf(), prompt }), world.approve()]);
    const model = modelOf({ approval: 'hand on' });
    expect(await failureOf(ai7.generateText({ model, prompt }))).toBeInstanceOf(ApprovalPendingError);
    await world.approve();
    await ai7.generateText({ model, prompt });
    expect([await world.settled(), vendor.seen.length]).toEqual(['0.088', 2]);
  });
});

describe('what a provider does by itself', () => {
  const claude = { provider: 'anthropic.messages', modelId: 'claude-x' };
  const messages = [{ role: 'user', content: [{ type: 'text', text: prompt }] }];

  it('is held for: what a model thinks with is added to its limit', async () => {
    const thinking = { anthropic: { thinking: { type: 'enabled', budgetTokens: 2000 } } };
    const plan = await planOfCall(
      { prompt: messages, maxOutputTokens: 10, providerOptions: thinking },
      claude,
      of({}),
    );
    expect(plan.output).toEqual({ limit: 10, beside: 2000 });
  });

  it('is held for: what is kept in the cache, where it is asked for or may be kept anyway', async () => {
    const kept = async (params: object, model = claude) =>
      (await planOfCall({ prompt: messages, ...params }, model, of({}))).most;
    expect(await kept({})).not.toHaveProperty('cache_write_tokens');
    const hour = { anthropic: { cacheControl: { type: 'ephemeral', ttl: '1h' } } };
    const most = await kept({ providerOptions: hour });
    expect(most['cache_write_1h_tokens']).toBe(most['input_tokens']);
    expect(await kept({}, { provider: 'openai.chat', modelId: 'gpt-x' })).toHaveProperty(
      'cache_write_tokens',
    );
  });

  it('is bounded: tools at the vendor, and contexts that it keeps', async () => {
    const tools = [{ type: 'provider', id: 'anthropic.web_search_20250305', name: 'web_search', args: {} }];
    await expect(planOfCall({ prompt: messages, tools }, claude, of({}))).rejects.toThrow('maxToolCalls');
    const { most } = await planOfCall({ prompt: messages, tools }, claude, of({ maxToolCalls: 3 }));
    expect(most['web_searches']).toBe(3);
    const providerOptions = { openai: { previousResponseId: 'resp_1' } };
    await expect(planOfCall({ prompt: messages, providerOptions }, claude, of({}))).rejects.toThrow(
      'contextTokens',
    );
  });

  it('is paid: searches, and what is kept for an hour', () => {
    const usage = {
      inputTokens: { total: undefined, noCache: 10, cacheRead: 16, cacheWrite: 14 },
      outputTokens: { total: 6, text: 6, reasoning: undefined },
      raw: { cache_creation: { ephemeral_1h_input_tokens: 4 }, server_tool_use: { web_search_requests: 2 } },
    };
    expect(endingOfAnswer({ usage }).usage).toEqual({
      input_tokens: 40,
      cache_read_tokens: 16,
      cache_write_tokens: 14,
      cache_write_1h_tokens: 4,
      output_tokens: 6,
      web_searches: 2,
    });
    const reader = answerParts();
    reader.read({ type: 'tool-call', toolName: 'web_search', providerExecuted: true });
    reader.read({ type: 'finish', usage: { ...usage, raw: undefined } });
    expect(reader.ending().usage).toMatchObject({ web_searches: 1 });
    // What a provider does not say is taken for the whole.
    const unsaid = { inputTokens: { total: undefined }, outputTokens: { total: undefined } };
    expect(endingOfAnswer({ usage: unsaid }).usage).toBeUndefined();
  });
});

test('calls by a gateway are paid to whom it names', async () => {
  const params = { prompt: [], maxOutputTokens: 10 };
  const { vendor, model } = await planOfCall(params, { provider: 'gateway', modelId: 'xai/grok-x' }, of({}));
  expect([vendor, model]).toEqual(['x-ai', 'grok-x']);
});
