import type { ServerResponse } from 'node:http';
import type { GateAnswer } from './gate-answer.js';

/** What writes to a response: others may have put theirs in the place of those of Node. */
const METHODS = ['write', 'writeHead', 'end', 'flushHeaders'];

/** Keeps back what is written to a response until it has ended, and sends what is decided then. */
export function holdBack(
  response: ServerResponse,
  decide: (answer: GateAnswer) => Promise<GateAnswer>,
): void {
  const before: [string, unknown][] = METHODS.map((name) => [name, Reflect.get(response, name)]);
  const parts: Uint8Array[] = [];
  let hasEnded = false;

  const keep = (chunk: unknown, rest: readonly unknown[]): void => {
    const [encoding] = rest;
    if (typeof chunk === 'string') parts.push(Buffer.from(chunk, isEncoding(encoding) ? encoding : 'utf8'));
    // What is written may be changed by whoever wrote it.
    else if (chunk instanceof Uint8Array) parts.push(Uint8Array.from(chunk));
    for (const called of rest)
      if (typeof called === 'function')
        response.once('finish', () => void Reflect.apply(called, undefined, []));
  };
  response.flushHeaders = () => undefined;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    for (const [name, value] of rest.flatMap(pairsOf)) response.setHeader(name, value);
    return response;
  };
  response.write = (chunk: unknown, ...rest: unknown[]) => {
    keep(chunk, rest);
    return true;
  };
  response.end = (...called: unknown[]) => {
    if (hasEnded) return response;
    hasEnded = true;
    const [chunk, ...rest] = called;
    keep(chunk, typeof chunk === 'function' ? called : rest);
    const body = Buffer.concat(parts);
    const answer = { status: response.statusCode, headers: headersOf(response), body };
    void decide(answer).then((decided) => {
      Object.assign(response, Object.fromEntries(before));
      send(response, decided, decided.body !== body);
    });
    return response;
  };
}

/** Sends an answer, in place of all that was set before or besides it. */
export function send(
  response: ServerResponse,
  { status, headers, body }: GateAnswer,
  isInstead: boolean,
): void {
  if (isInstead) for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}

const headersOf = (response: ServerResponse): Record<string, string> =>
  Object.fromEntries(Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]));

/** Headers as `writeHead` takes them: by name, or as a list of names and values. */
function pairsOf(given: unknown): [name: string, value: string | string[]][] {
  if (typeof given !== 'object' || given === null) return [];
  const list: unknown[] = Array.isArray(given) ? given : Object.entries(given).flat(1);
  return list.flatMap((name, i) => {
    const value = list[i + 1];
    return i % 2 ? [] : [[String(name), Array.isArray(value) ? value.map(String) : String(value)]];
  });
}

const isEncoding = (given: unknown): given is BufferEncoding =>
  typeof given === 'string' && Buffer.isEncoding(given);
