import {
  isFields,
  ModelGuard,
  parsedJson,
  payForResponse,
  textOf,
  UnboundedCallError,
} from '@purser/sdk/models';
import type { AnthropicGuardOptions } from './options.js';
import { planOf } from './plan.js';
import { endingOf, messageEvents } from './usage.js';

/** The part of the SDK's requests that the guard looks at. */
export interface MiddlewareRequest {
  url: string;
  headers: Headers;
  method?: string;
  body?: unknown;
  signal?: AbortSignal | null;
}

/** What costs nothing, of what is sent. */
const FREE = /\/(?:messages\/count_tokens|messages\/batches\/[^/]+\/cancel|files|skills(?:\/.*)?|oauth\/.*)$/;

/** A middleware for the Anthropic SDK that pays for each message: `new Anthropic({ middleware: [anthropicGuard({ … })] })`. */
export function anthropicGuard(
  options: AnthropicGuardOptions,
): <R extends MiddlewareRequest>(request: R, next: (request: R) => Promise<Response>) => Promise<Response> {
  const guard = new ModelGuard(options);
  return async (asked, next) => {
    const { pathname } = new URL(asked.url);
    if ((asked.method ?? 'GET').toUpperCase() !== 'POST' || FREE.test(pathname)) return next(asked);
    if (!/\/messages$/.test(pathname)) {
      if (options.unpriced === 'pass') return next(asked);
      throw new UnboundedCallError(`What ${pathname} costs is not known: see the guard's \`unpriced\``);
    }
    const request = typeof asked.body === 'string' ? parsedJson(asked.body) : undefined;
    if (!isFields(request))
      throw new UnboundedCallError('The request is no JSON: nobody can say what it costs');
    const { most, output, sent, isInputCertain } = await planOf(request, options);
    const { vendor = 'anthropic', onLeave } = options;
    const model = textOf(request['model']) ?? '';
    const signal = asked.signal ?? undefined;
    return guard.call({ vendor, model, request, most, output, signal }, (attempt) => {
      const headers = new Headers(asked.headers);
      headers.delete('content-length');
      const body = JSON.stringify(sent(attempt.outputLimit));
      return payForResponse(attempt, {
        send: (connection) => next({ ...asked, headers, body, signal: connection }),
        ending: endingOf,
        reader: () => messageEvents(isInputCertain ? attempt.most : undefined),
        onLeave,
      });
    });
  };
}
