import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import secureJson from 'secure-json-parse';
import { Problem } from '../problems/problem.js';
import { BODY_LIMIT } from './body-limits.js';
import { BodyTurns } from './body-turns.js';
import type { ByteShares } from './byte-shares.js';
import { requestProblem } from './problem-filter.js';
import { readBody } from './read-body.js';
import { checkStrictly } from './strict-json.js';
import { checkTexts } from './text.js';

/** Levels of objects and arrays in a body. */
export const MAX_JSON_DEPTH = 32;

/** What bodies have to do with those who send them. */
export interface Senders {
  /** What each may make this process keep. */
  bodies: ByteShares;
  /** Those with whom they share their turns. */
  groupOf: (request: FastifyRequest) => string;
  /** Sees that they may still do what they ask; null where that was seen a moment ago. */
  lookAgain: (request: FastifyRequest) => Promise<void> | null;
}

/**
 * Makes `application/json` the only media type of bodies, counted in shares, taken up in turns of the groups that their
 * callers belong to, and read by {@link parseJsonBody}.
 */
export function useJsonBodies(fastify: FastifyInstance, { bodies, groupOf, lookAgain }: Senders): void {
  const turns = new BodyTurns();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', (request, payload, done) => {
    const limit = request.route.bodyLimit ?? BODY_LIMIT;
    readBody(request, payload, bodies, limit, (error, body) => {
      if (error) return done(error);
      turns.take(groupOf(request), body!.length, (over) => {
        // What waits for others, as for the end of a close, keeps nobody's turn meanwhile.
        if (request.route.config.waits) over();
        else request.bodyOver = over;
        // For a caller that hung up while waiting no work is done.
        if (request.socket.destroyed) return done(requestProblem(408));
        let value: unknown;
        try {
          value = parseJsonBody(body!);
        } catch (problem) {
          return done(problem as Error);
        }
        const look = lookAgain(request);
        if (look) look.then(() => done(null, value), done);
        else done(null, value);
      });
    });
  });
}

/**
 * Reads a body, or throws the problem with it. Its depth is looked at before anything recurses, so that no body can
 * exhaust the stack. An empty body is undefined: whether that will do is for the route to say.
 */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw new Problem('invalid_encoding', 'The body is not valid UTF-8.');
  const names = countNames(body);
  const text = body.toString();
  const value = parse(text);
  if (MAY_BE_CONTROL.test(text)) checkTexts(value);
  checkStrictly(text, value, names);
  return value;
}

function parse(text: string): unknown {
  try {
    return secureJson.parse(text, { protoAction: 'error', constructorAction: 'error' });
  } catch (error) {
    // The parser's message repeats parts of the body, which may hold anything; where it failed is enough.
    const position = /position (\d+)/.exec((error as Error).message)?.[1];
    const forbidden = /forbidden prototype/.test((error as Error).message);
    if (forbidden)
      throw new Problem(
        'malformed_json',
        'The body has a key ("__proto__" or "constructor") that is not accepted.',
      );
    throw new Problem(
      'malformed_json',
      `The body is not valid JSON${position ? ` (at position ${position})` : ''}.`,
    );
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Counts the names of objects, which are what colons outside strings follow, and throws for a body that is too deep. Works
 * on bytes: in UTF-8 no part of a longer character looks like ASCII.
 */
function countNames(body: Buffer): number {
  let depth = 0;
  let names = 0;
  for (let i = 0; i < body.length; i += 1) {
    const byte = body[i]!;
    switch (byte) {
      case QUOTE:
        for (i += 1; i < body.length && body[i] !== QUOTE; i += 1) if (body[i] === BACKSLASH) i += 1;
        break;
      case 0x3a: // :
        names += 1;
        break;
      case 0x5b: // [
      case 0x7b: // {
        if ((depth += 1) > MAX_JSON_DEPTH)
          throw new Problem('malformed_json', `The body is nested more than ${MAX_JSON_DEPTH} levels deep.`);
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
        break;
    }
  }
  return names;
}

/**
 * JSON lets control characters and lone surrogates in only as escapes, so that a body without these escapes (and
 * without the controls above ASCII's first 32) has clean strings throughout.
 */
const MAY_BE_CONTROL = /\\[ubf]|[\x7f-\x9f]/;
