import type { Usage } from '@purser/sdk';
import type { Ending, Fields, OutputBounds, StreamReader } from '@purser/sdk/models';
import type { OpenAIGuardOptions } from './options.js';

/** What a request to one of the API's endpoints can cost, and how to learn what it did cost. */
interface Plan {
  /** The most that it can use, but for its output. */
  readonly most: Usage;
  readonly output?: OutputBounds;
  /** The request as it is sent, with the most tokens of one answer in it. */
  readonly sent: (outputLimit: number | undefined) => Fields;
  /** How the call ended, by an answer that is no stream. */
  readonly ending: (answer: Fields) => Ending;
  /** Of an answer that is one. */
  readonly reader: () => StreamReader<unknown>;
}

export interface Endpoint {
  /** Which paths it is. */
  readonly path: RegExp;
  readonly plan: (request: Fields, options: OpenAIGuardOptions) => Promise<Plan>;
}
