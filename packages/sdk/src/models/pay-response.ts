import type { Ending, ModelAttempt } from './attempt.js';
import { VendorError } from './errors.js';
import { fieldsOf, parsedJson, type Fields } from './fields.js';
import { aboutText, followResponse } from './follow-response.js';
import type { StreamReader } from './follow-stream.js';

interface Answering {
  /** Makes the request. */
  readonly send: (signal: AbortSignal) => Promise<Response>;
  /** How the call ended, by an answer that is no stream. */
  readonly ending: (answer: Fields) => Ending;
  /** Of an answer that is one: is shown what the data of each event stands for. */
  readonly reader: () => StreamReader<unknown>;
  readonly onLeave: 'stop' | 'finish' | undefined;
}

/** Makes a request to a vendor, and sees to it that its attempt ends as it has to. */
export async function payForResponse(
  attempt: ModelAttempt,
  { send, ending, reader, onLeave }: Answering,
): Promise<Response> {
  const connection = new AbortController();
  const abort = (): void => connection.abort(attempt.signal.reason);
  attempt.signal.addEventListener('abort', abort, { once: true });
  if (attempt.signal.aborted) abort();
  const response = await send(connection.signal);
  if (!response.ok) {
    await attempt.fail(new VendorError(response.status));
    return response;
  }
  if (response.body && /^text\/event-stream\b/.test(response.headers.get('content-type') ?? '')) {
    // From here on it is for the rule of streams to say when the connection ends.
    attempt.signal.removeEventListener('abort', abort);
    const stop = (): void => connection.abort();
    return followResponse(response, response.body, { attempt, reader: reader(), onLeave, stop });
  }
  const text = await response.text();
  await attempt.settle(ending(fieldsOf(parsedJson(text))));
  return new Response(text, aboutText(response));
}
