import { Agent, OpenAIProvider, Runner, setTracingDisabled, type ModelSettings } from '@openai/agents';
import { ScriptedModel, assistantMessage } from '@openai/agents-core/testing';
import { DeniedError } from '@purser/sdk';
import { ApprovalPendingError, UnboundedCallError, type ModelOptions } from '@purser/sdk/models';
import { ASKS_PEOPLE, failureOf, soon, useGuarded, vendor, world } from '../../../test/support/guarded.js';
import { OPENAI_USAGE, openaiStandIn } from '../../../test/support/vendors/openai.js';
import { agentsGuard, agentsModelGuard } from '../src/index.js';
import { planOfRequest } from '../src/plan.js';
import { endingOfResponse } from '../src/usage.js';

beforeAll(() => setTracingDisabled(true));
useGuarded(openaiStandIn, 'openai', 'gpt-x');

/** What one answer of the stand-in costs: 24 fresh tokens, 16 cached ones and 6 of output. */
const ONE = '0.044';

const of = (options: Partial<ModelOptions> = {}): ModelOptions => ({
  purser: world.purser,
  budget: world.budget,
  maxOutputTokens: 100,
  ...options,
});

function runnerOf(options: Partial<ModelOptions> = {}, useResponses = true): Runner {
  const provider = new OpenAIProvider({ apiKey: 'sk-test', baseURL: `${vendor.url}/v1`, useResponses });
  return new Runner({ modelProvider: agentsGuard(provider, of(options)) });
}

const agentOf = (modelSettings: ModelSettings = {}, model = 'gpt-x'): Agent =>
  new Agent({ name: 'payer', instructions: 'Answer.', model, modelSettings });

const ask = (runner = runnerOf(), agent = agentOf()) => runner.run(agent, 'Who pays?');

describe('a call', () => {
  it.each([
    ['responses', true, 'resp_1', 'max_output_tokens'],
    ['chat completions', false, 'chatcmpl-1', 'max_tokens'],
  ])('by %s is paid by what it has used', async (_, useResponses, id, limit) => {
    const { finalOutput } = await ask(runnerOf({}, useResponses));
    expect(finalOutput).toBe('One call is paid once.');
    expect(await world.now()).toEqual({ spent: ONE, reserved: '0' });
    const found = await world.lastReservation();
    expect([found?.vendor, found?.item, found?.externalId, found?.usage]).toEqual([
      'openai',
      'gpt-x',
      id,
      OPENAI_USAGE,
    ]);
    expect(vendor.seen[0]!.body[limit]).toBe(100);
  });

  it('that nothing bounds is not made', async () => {
    expect(await failureOf(ask(runnerOf({ maxOutputTokens: undefined })))).toBeInstanceOf(UnboundedCallError);
    const goesOn = runnerOf().run(agentOf(), 'And?', { previousResponseId: 'resp_1' });
    expect((await failureOf(goesOn)).message).toContain('contextTokens');
    expect(vendor.seen).toEqual([]);
    await ask(runnerOf({ maxOutputTokens: undefined }), agentOf({ maxTokens: 7 }));
    expect(vendor.seen[0]!.body.max_output_tokens).toBe(7);
  });

  it('of a model that an agent was given is paid, too: the whole, where it says no usage', async () => {
    const model = new ScriptedModel([[assistantMessage('Me.')]]);
    const guarded = agentsModelGuard(model, 'gpt-x', of());
    const agent = new Agent({ name: 'payer', model: guarded });
    expect((await new Runner().run(agent, 'Who pays?')).finalOutput).toBe('Me.');
    expect(await world.settled()).toBe(await world.wholeHold());
  });
});

describe('a stream', () => {
  it.each([true, false])('is paid at its end', async (useResponses) => {
    const stream = await runnerOf({}, useResponses).run(agentOf(), 'Who pays?', { stream: true });
    for await (const _event of stream);
    await stream.completed;
    expect(stream.finalOutput).toBe('One call is paid once.');
    expect(await world.settled()).toBe(ONE);
  });

  it('that breaks costs what it could have', async () => {
    vendor.next('breaks');
    const stream = await runnerOf().run(agentOf(), 'Who pays?', { stream: true });
    await failureOf(stream.completed);
    expect(await world.settled()).toBe(await world.wholeHold());
  });

  it('that its reader leaves costs what it could have, or is read to its end', async () => {
    const leave = async (options: Partial<ModelOptions>): Promise<void> => {
      const provider = new OpenAIProvider({ apiKey: 'sk-test', baseURL: `${vendor.url}/v1` });
      const model = await agentsGuard(provider, of(options)).getModel('gpt-x');
      const request = {
        input: 'Who pays?',
        modelSettings: {},
        tools: [],
        handoffs: [],
        tracing: false as const,
      };
      for await (const _event of model.getStreamedResponse({ ...request, outputType: 'text' })) break;
    };
    await leave({ onLeave: 'finish' });
    expect([await world.settled(), vendor.left]).toEqual([ONE, 0]);
    vendor.next('hangs');
    await leave({});
    const whole = Number(await world.wholeHold());
    expect(Number(await world.settled())).toBeCloseTo(whole + Number(ONE), 6);
    while (vendor.left === 0) await soon();
  });
});

describe('a failure', () => {
  it('that the vendor has refused costs nothing', async () => {
    vendor.next('bad request');
    await failureOf(ask());
    expect(await world.settled()).toBe('0');
  });

  it('that the client tries again is paid once, under the same hold', async () => {
    vendor.next('rate limited');
    await ask();
    expect([await world.settled(), vendor.seen.length]).toEqual([ONE, 2]);
  });

  it.each(['server error', 'answer lost'] as const)(
    'of which nobody knows costs the whole: %s',
    async (fault) => {
      vendor.next(fault, fault, fault);
      await failureOf(ask());
      expect(await world.settled()).toBe(await world.wholeHold());
    },
  );
});

describe('a denial', () => {
  it('is the typed error, and is not tried again', async () => {
    const denied = await failureOf<DeniedError>(ask(runnerOf(), agentOf({ maxTokens: 5000 })));
    expect(denied).toBeInstanceOf(DeniedError);
    expect(denied.largestAdmissible).toBe('1');
    const stream = await runnerOf().run(agentOf({ maxTokens: 5000 }), 'Who pays?', { stream: true });
    expect(await failureOf(stream.completed)).toBeInstanceOf(DeniedError);
    expect(vendor.seen).toEqual([]);
  });

  it('can lower the limit instead', async () => {
    await ask(runnerOf({ narrow: true }), agentOf({ maxTokens: 5000 }));
    expect(vendor.seen[0]!.body.max_output_tokens).toBeLessThan(500);
    expect(await world.settled()).toBe(ONE);
  });

  it('stands for half of ten calls at once on the money for five', async () => {
    await ask();
    const each = Number(await world.wholeHold());
    await world.newBudget((each * 5.5).toFixed(6));
    vendor.clear();
    vendor.next(...Array.from({ length: 15 }, () => 'answer lost' as const));
    const runner = runnerOf();
    const calls = await Promise.all(Array.from({ length: 10 }, () => failureOf(ask(runner))));
    expect(calls.filter((error) => error instanceof DeniedError).length).toBe(5);
    expect(Number(await world.settled())).toBeCloseTo(each * 5, 6);
  });

  it('waits for people, or is handed on', async () => {
    await world.newBudget('1', ASKS_PEOPLE);
    await Promise.all([ask(), world.approve()]);
    const runner = runnerOf({ approval: 'hand on' });
    expect(await failureOf(ask(runner))).toBeInstanceOf(ApprovalPendingError);
    await world.approve();
    await ask(runner);
    expect([await world.settled(), vendor.seen.length]).toEqual(['0.088', 2]);
  });
});

describe('tools at the vendor', () => {
  const tools = [{ type: 'hosted_tool', name: 'web_search', providerData: { type: 'web_search' } }];

  it("are bounded, and the bound is the vendor's to keep", async () => {
    const request = { input: 'Find it', tools, modelSettings: { maxTokens: 10 } };
    await expect(planOfRequest(request, 'gpt-x', of())).rejects.toThrow('maxToolCalls');
    const { call, sent } = await planOfRequest(request, 'gpt-x', of({ maxToolCalls: 3 }));
    expect(call.most['web_searches']).toBe(3);
    expect(sent(10, new AbortController().signal).modelSettings.providerData).toEqual({ max_tool_calls: 3 });
  });

  it('are paid by their calls', () => {
    const usage = { inputTokens: 40, outputTokens: 6, inputTokensDetails: [{ cached_tokens: 16 }] };
    const output = [{ type: 'hosted_tool_call', name: 'web_search_call' }, { type: 'message' }];
    expect(endingOfResponse({ usage, output }).usage).toEqual({ ...OPENAI_USAGE, web_searches: 1 });
  });
});
