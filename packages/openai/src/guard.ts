import {
  isFields,
  ModelGuard,
  parsedJson,
  payForResponse,
  textOf,
  UnboundedCallError,
} from '@purser/sdk/models';
import { chat } from './chat.js';
import { embeddings } from './embeddings.js';
import type { Endpoint } from './endpoint.js';
import type { OpenAIGuardOptions } from './options.js';
import { refusalFor } from './refusal.js';
import { responses } from './responses.js';

const ENDPOINTS: readonly Endpoint[] = [chat, responses, embeddings];

/** What costs nothing, of what is sent. */
const FREE =
  /\/(?:moderations|files|uploads(?:\/.*)?|conversations(?:\/.*)?|responses\/input_tokens|responses\/[^/]+\/cancel|batches\/[^/]+\/cancel)$/;

/** A `fetch` for the OpenAI SDK that pays for each request before it is made: `new OpenAI({ fetch: openaiGuard({ … }) })`. */
export function openaiGuard(options: OpenAIGuardOptions): typeof globalThis.fetch {
  const guard = new ModelGuard(options);
  const fetch = options.fetch ?? globalThis.fetch;
  return async (input, init) => {
    const request = input instanceof Request ? input : undefined;
    const url = new URL(input instanceof Request ? input.url : input);
    const method = (init?.method ?? request?.method ?? 'GET').toUpperCase();
    if (method !== 'POST' || FREE.test(url.pathname)) return fetch(input, init);
    const endpoint = ENDPOINTS.find(({ path }) => path.test(url.pathname));
    try {
      if (endpoint) return await paidFetch({ guard, options, fetch }, endpoint, url, { input, init });
      if (options.unpriced !== 'pass')
        throw new UnboundedCallError(`What ${url.pathname} costs is not known: see the guard's \`unpriced\``);
      return await fetch(input, init);
    } catch (error) {
      const refusal = refusalFor(error);
      if (refusal) return refusal;
      throw error;
    }
  };
}

interface Paying {
  readonly guard: ModelGuard;
  readonly options: OpenAIGuardOptions;
  readonly fetch: typeof globalThis.fetch;
}

/** What `fetch` is called with. */
interface Fetched {
  readonly input: Parameters<typeof globalThis.fetch>[0];
  readonly init: RequestInit | undefined;
}

async function paidFetch(paying: Paying, endpoint: Endpoint, url: URL, fetched: Fetched): Promise<Response> {
  const { guard, options, fetch } = paying;
  const request = parsedJson(await bodyOf(fetched));
  if (!isFields(request))
    throw new UnboundedCallError('The request is no JSON: nobody can say what it costs');
  const { vendor = 'openai' } = options;
  if (request['service_tier'] === 'priority' && !options.item)
    throw new UnboundedCallError("Priority has prices of its own: see the guard's `item`");
  const plan = await endpoint.plan(request, options);
  const { most, output } = plan;
  const signal =
    fetched.init?.signal ?? (fetched.input instanceof Request ? fetched.input.signal : undefined);
  const { input, init } = fetched;
  return guard.call(
    { vendor, model: textOf(request['model']) ?? '', request, most, output, signal },
    (attempt) => {
      const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
      headers.delete('content-length');
      const body = JSON.stringify(plan.sent(attempt.outputLimit));
      return payForResponse(attempt, {
        ...plan,
        onLeave: options.onLeave,
        send: (connection) => fetch(url, { ...init, method: 'POST', headers, body, signal: connection }),
      });
    },
  );
}

/** The body of a request as text. */
async function bodyOf({ input, init }: Fetched): Promise<string> {
  if (typeof init?.body === 'string') return init.body;
  if (init?.body !== undefined && init.body !== null) return new Response(init.body).text();
  return input instanceof Request ? input.clone().text() : '';
}
