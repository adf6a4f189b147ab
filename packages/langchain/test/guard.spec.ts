import { ChatOpenAI } from '@langchain/openai';
import { DeniedError } from '@purser/sdk';
import { ApprovalPendingError, UnboundedCallError } from '@purser/sdk/models';
import { createAgent, createMiddleware, tool } from 'langchain';
import { ASKS_PEOPLE, failureOf, useGuarded, vendor, world } from '../../../test/support/guarded.js';
import { OPENAI_USAGE, openaiStandIn } from '../../../test/support/vendors/openai.js';
import {
  langchainCallbacks,
  langchainGuard,
  type CallbackOptions,
  type LangchainGuardOptions,
} from '../src/index.js';
import { factsOf } from '../src/model.js';
import { planOfMessages } from '../src/plan.js';
import { endingOfMessage } from '../src/usage.js';

useGuarded(openaiStandIn, 'openai', 'gpt-x');

/** What one answer of the stand-in costs: 24 fresh tokens, 16 cached ones and 6 of output. */
const ONE = '0.044';

const payer = () => ({ purser: world.purser, budget: world.budget });

const modelOf = (fields: object = {}): ChatOpenAI =>
  new ChatOpenAI({
    apiKey: 'sk-test',
    model: 'gpt-x',
    maxTokens: 100,
    maxRetries: 0,
    configuration: { baseURL: `${vendor.url}/v1` },
    ...fields,
  });

const agentOf = (
  options: Partial<LangchainGuardOptions> = {},
  model = modelOf(),
  tools: ReturnType<typeof searchTool>[] = [],
) =>
  createAgent({ model, tools, middleware: [createMiddleware(langchainGuard({ ...payer(), ...options }))] });

const ask = async (agent: ReturnType<typeof agentOf>): Promise<string> => {
  const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Who pays?' }] });
  return messages.at(-1)?.text ?? '';
};

/** Why an agent has failed: LangChain wraps what a middleware throws. */
const causeOf = async <E>(agent: ReturnType<typeof agentOf>): Promise<E> =>
  (await failureOf<{ cause: E }>(ask(agent))).cause;

const guarded = (options: Partial<CallbackOptions> = {}, fields: object = {}): ChatOpenAI =>
  modelOf({ callbacks: [langchainCallbacks({ ...payer(), ...options })], ...fields });

function searchTool() {
  const parameters = { type: 'object' as const, properties: { q: { type: 'string' as const } } };
  return tool(({ q }: { q: string }) => `found ${q}`, {
    name: 'search',
    description: 'Searches.',
    schema: parameters,
  });
}

describe("an agent's call", () => {
  it.each([
    ['chat completions', false],
    ['responses', true],
  ])('by %s is paid by what it has used', async (_, useResponsesApi) => {
    expect(await ask(agentOf({}, modelOf({ useResponsesApi })))).toBe('One call is paid once.');
    expect(await world.now()).toEqual({ spent: ONE, reserved: '0' });
    const found = await world.lastReservation();
    expect([found?.vendor, found?.item, found?.usage]).toEqual(['openai', 'gpt-x', OPENAI_USAGE]);
  });

  it('is paid when the agent is streamed, too', async () => {
    const asked = { messages: [{ role: 'user', content: 'Who pays?' }] };
    for await (const _chunk of await agentOf().stream(asked, { streamMode: 'messages' }));
    expect(await world.settled()).toBe(ONE);
  });

  it('of a model without a limit is not made', async () => {
    const unbounded = await causeOf(agentOf({}, modelOf({ maxTokens: undefined })));
    expect(unbounded).toBeInstanceOf(UnboundedCallError);
    expect(vendor.seen).toEqual([]);
  });

  it('of a tool is paid as it is priced', async () => {
    const guard = langchainGuard({
      ...payer(),
      tools: { search: { max: '0.25', cost: () => '0.1' }, costly: { max: '5' } },
    });
    const call = (name: string) => guard.wrapToolCall({ toolCall: { name } }, () => `${name} is done`);
    expect(await call('search')).toBe('search is done');
    expect(await call('free')).toBe('free is done');
    expect(await failureOf(call('costly'))).toBeInstanceOf(DeniedError);
    expect(await world.now()).toEqual({ spent: '0.1', reserved: '0' });
  });

  it('is held for with its tools', async () => {
    await ask(agentOf());
    const alone = Number(await world.wholeHold());
    await world.newBudget('10');
    await ask(agentOf({}, modelOf(), [searchTool()]));
    // The vendor may put a prompt of its own before that of a request with tools: a thousand tokens.
    expect(Number(await world.wholeHold())).toBeGreaterThan(alone + 1);
  });

  it('that the vendor has refused costs nothing; one of which nobody knows, the whole', async () => {
    vendor.next('bad request');
    await failureOf(ask(agentOf()));
    expect(await world.settled()).toBe('0');
    vendor.next('server error');
    await failureOf(ask(agentOf()));
    const whole = await world.wholeHold();
    expect(await world.settled()).toBe(whole);
    await world.newBudget();
    vendor.next('answer lost');
    await failureOf(ask(agentOf()));
    expect(await world.settled()).toBe(whole);
  });

  it('that the model tries again is paid once, under the same hold', async () => {
    vendor.next('server error');
    expect(await ask(agentOf({}, modelOf({ maxRetries: 2 })))).toBe('One call is paid once.');
    expect([await world.settled(), vendor.seen.length]).toEqual([ONE, 2]);
  });
});

describe("a bare model's call", () => {
  it('is paid by what it has used, and so is its stream', async () => {
    expect((await guarded().invoke('Who pays?')).content).toBe('One call is paid once.');
    expect(await world.now()).toEqual({ spent: ONE, reserved: '0' });
    for await (const _chunk of await guarded().stream('Who pays?'));
    expect(await world.settled()).toBe('0.088');
  });

  it('that breaks costs what it could have', async () => {
    vendor.next('breaks');
    const read = async (): Promise<void> => {
      for await (const _chunk of await guarded().stream('Who pays?'));
    };
    await failureOf(read());
    expect(await world.settled()).toBe(await world.wholeHold());
  });

  it('whose reader leaves costs what it could have, once it has been silent for long enough', async () => {
    for await (const _chunk of await guarded({ silenceSeconds: 1 }).stream('Who pays?')) break;
    expect(await world.settled()).toBe(await world.wholeHold());
  });

  it('that fails costs what is known of it', async () => {
    vendor.next('bad request');
    await failureOf(guarded().invoke('Who pays?'));
    expect(await world.settled()).toBe('0');
    vendor.next('server error');
    await failureOf(guarded().invoke('Who pays?'));
    expect(await world.settled()).toBe(await world.wholeHold());
  });

  it('that the cache answers costs nothing', async () => {
    const model = guarded({}, { cache: true });
    await model.invoke('Who pays?');
    await model.invoke('Who pays?');
    expect([await world.settled(), vendor.seen.length]).toEqual([ONE, 1]);
  });
});

describe('a denial', () => {
  it('is the typed error, and the model is not called', async () => {
    const model = { maxTokens: 5000, maxRetries: 2 };
    const denied = await causeOf<DeniedError>(agentOf({}, modelOf(model)));
    expect(denied).toBeInstanceOf(DeniedError);
    expect(denied.largestAdmissible).toBe('1');
    expect(await failureOf(guarded({}, model).invoke('Who pays?'))).toBeInstanceOf(DeniedError);
    expect(vendor.seen).toEqual([]);
  });

  it('stands for half of ten calls at once on the money for five', async () => {
    await ask(agentOf());
    const each = Number(await world.wholeHold());
    await world.newBudget((each * 5.5).toFixed(6));
    vendor.clear();
    vendor.next(...Array.from({ length: 5 }, () => 'answer lost' as const));
    const agent = agentOf();
    const calls = await Promise.all(Array.from({ length: 10 }, () => causeOf(agent)));
    expect(calls.filter((error) => error instanceof DeniedError).length).toBe(5);
    expect(vendor.seen.length).toBe(5);
    expect(Number(await world.settled())).toBeCloseTo(each * 5, 6);
  });

  it('waits for people, or is handed on', async () => {
    await world.newBudget('1', ASKS_PEOPLE);
    await Promise.all([ask(agentOf()), world.approve()]);
    const agent = agentOf({ approval: 'hand on' });
    expect(await causeOf(agent)).toBeInstanceOf(ApprovalPendingError);
    await world.approve();
    await ask(agent);
    expect([await world.settled(), vendor.seen.length]).toEqual(['0.088', 2]);
  });
});

describe('what is known of a model', () => {
  const asked = {
    vendor: 'anthropic',
    model: 'claude-x',
    messages: [{ content: 'Who pays?' }],
    params: { max_tokens: 10 },
  };

  it('is what it says of itself, or the name that it is made from', () => {
    expect(factsOf(modelOf(), {})).toMatchObject({
      vendor: 'openai',
      model: 'gpt-x',
      params: { max_tokens: 100 },
    });
    const named = { _defaultConfig: { model: 'google-genai:gemini-x', maxTokens: 7 } };
    expect(factsOf(named, {})).toMatchObject({
      vendor: 'google',
      model: 'gemini-x',
      params: { maxTokens: 7 },
    });
  });

  it('bounds its tools, whatever describes them', async () => {
    const most = async (tool: object, more: object = {}) =>
      (await planOfMessages({ ...asked, tools: [tool] }, { ...payer(), ...more })).most['input_tokens']!;
    const plain = await most(searchTool());
    const readable = { name: 'a', schema: { _zod: {}, toJSONSchema: () => ({ type: 'object' }) } };
    expect(await most(readable)).toBeLessThan(plain);
    expect(await most({ name: 'a', schema: { _def: {} } })).toBeGreaterThan(3_000);
    expect(await most({ name: 'a', schema: { _def: {} } }, { toolTokens: 50_000 })).toBeGreaterThan(51_000);
    await expect(most({ type: 'web_search_20250305', name: 'web_search' })).rejects.toThrow('maxToolCalls');
  });

  it('is paid with what Anthropic says besides', () => {
    const message = {
      id: 'run-1',
      usage_metadata: {
        input_tokens: 40,
        output_tokens: 6,
        input_token_details: { cache_read: 16, cache_creation: 14 },
      },
      response_metadata: { id: 'msg_1', usage: { cache_creation: { ephemeral_1h_input_tokens: 4 } } },
    };
    expect(endingOfMessage(message)).toEqual({
      externalId: 'msg_1',
      usage: {
        input_tokens: 40,
        cache_read_tokens: 16,
        cache_write_tokens: 14,
        cache_write_1h_tokens: 4,
        output_tokens: 6,
      },
    });
  });
});
