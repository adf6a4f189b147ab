import {
  fieldsOf,
  listOf,
  ModelGuard,
  textOf,
  vendorOf,
  type Fields,
  type ModelAttempt,
} from '@purser/sdk/models';
import { planOfMessages, type LangchainModelOptions } from './plan.js';
import { endingOfMessage, messageOf } from './usage.js';

export interface CallbackOptions extends LangchainModelOptions {
  /**
   * LangChain does not say that a stream was left by its reader. One of which nothing is heard for so long is paid in full.
   * Left out: 300.
   */
  readonly silenceSeconds?: number | undefined;
}

/** Callbacks of LangChain, for a model that no agent calls. */
export interface GuardCallbacks {
  readonly name: string;
  /** A denial keeps the model from being called. */
  readonly raiseError: true;
  readonly awaitHandlers: true;
  handleChatModelStart(
    model: unknown,
    messages: unknown,
    runId: string,
    parentRunId?: string,
    extraParams?: Record<string, unknown>,
    tags?: string[],
    metadata?: Record<string, unknown>,
  ): Promise<void>;
  handleLLMNewToken(token: string, at: unknown, runId: string): void;
  handleLLMEnd(
    output: unknown,
    runId: string,
    parentRunId?: string,
    tags?: string[],
    extraParams?: Record<string, unknown>,
  ): Promise<void>;
  handleLLMError(error: unknown, runId: string): Promise<void>;
}

const SILENCE_SECONDS = 300;

/** Pays for each call of a model: `new ChatOpenAI({ maxTokens: 1_000, callbacks: [langchainCallbacks({ … })] })`. */
export function langchainCallbacks(options: CallbackOptions): GuardCallbacks {
  const guard = new ModelGuard(options);
  const open = new Map<string, Open>();
  const end = (runId: string): ModelAttempt | undefined => {
    const found = open.get(runId);
    found?.stop();
    open.delete(runId);
    return found?.attempt;
  };
  return {
    name: 'purser',
    raiseError: true,
    awaitHandlers: true,
    handleChatModelStart: async (_model, messages, runId, _parent, extra, _tags, metadata) => {
      const call = await planOfMessages(
        { ...said(fieldsOf(extra), fieldsOf(metadata)), messages: listOf(messages) },
        options,
      );
      // What is called comes after: the attempt stays open until its end is heard of.
      await guard.call(call, async (attempt) => {
        open.set(runId, new Open(attempt, options.silenceSeconds ?? SILENCE_SECONDS, () => end(runId)));
      });
    },
    handleLLMNewToken: (_token, _at, runId) => open.get(runId)?.heard(),
    handleLLMEnd: async (output, runId, _parent, _tags, extra) => {
      const attempt = end(runId);
      // What LangChain had in its own cache nobody was asked for.
      if (fieldsOf(extra)['cached'] === true) await attempt?.release('it was cached');
      else await attempt?.settle(endingOfMessage(messageOf(output)));
    },
    handleLLMError: async (error, runId) => end(runId)?.fail(error),
  };
}

/** What a model says of itself before it is called. */
function said(extra: Fields, metadata: Fields) {
  const params = { maxTokens: metadata['ls_max_tokens'], ...fieldsOf(extra['invocation_params']) };
  const provider = textOf(metadata['ls_provider']);
  const model = textOf(metadata['ls_model_name']) ?? textOf(fieldsOf(params)['model']) ?? '';
  return { vendor: provider && vendorOf(provider), model, params, tools: fieldsOf(params)['tools'] };
}

/** A call whose end was not heard of yet. */
class Open {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly attempt: ModelAttempt,
    private readonly silenceSeconds: number,
    private readonly end: () => void,
  ) {
    this.heard();
  }

  /** It goes on. */
  heard(): void {
    this.stop();
    this.#timer = setTimeout(() => void this.#giveUp(), this.silenceSeconds * 1_000);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #giveUp(): Promise<void> {
    this.end();
    await this.attempt.settle();
  }
}
