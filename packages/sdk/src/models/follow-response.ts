import type { ModelAttempt } from './attempt.js';
import { dataOf, EventLines } from './event-lines.js';
import { parsedJson } from './fields.js';
import { followStream, type StreamReader } from './follow-stream.js';

interface ResponseFollowing {
  readonly attempt: ModelAttempt;
  /** Is shown what the data of each event stands for. */
  readonly reader: StreamReader<unknown>;
  readonly onLeave: 'stop' | 'finish' | undefined;
  readonly stop: () => void;
}

/** A response of server-sent events that is paid for when it has come to its end: see `followStream`. */
export function followResponse(
  response: Response,
  body: ReadableStream<Uint8Array>,
  { attempt, reader, onLeave, stop }: ResponseFollowing,
): Response {
  const decoder = new TextDecoder();
  const ofEvents: StreamReader<Uint8Array> = {
    read: (event) => {
      const data = dataOf(decoder.decode(event));
      return data === undefined || reader.read(parsedJson(data));
    },
    ending: () => reader.ending(),
  };
  const events = followStream(eventsOf(body), { attempt, reader: ofEvents, onLeave, stop });
  return new Response(events, aboutText(response));
}

/** Each event on its own. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const lines = new EventLines();
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  for await (const bytes of body)
    for (const event of lines.push(decoder.decode(bytes, { stream: true }))) yield encoder.encode(event);
  const rest = lines.rest + decoder.decode();
  if (rest !== '') yield encoder.encode(rest);
}

/** How a response is described whose body was decoded. */
export function aboutText({ status, statusText, headers }: Response): ResponseInit {
  const kept = new Headers(headers);
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) kept.delete(name);
  return { status, statusText, headers: kept };
}
