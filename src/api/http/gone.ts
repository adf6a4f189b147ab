import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { requestProblem } from './problem-filter.js';

/** One for each answer, however often it is asked for. */
const signals = new WeakMap<ServerResponse, AbortSignal>();

/** Reports when the caller has hung up, or has its answer: nothing more is to be done for it. */
export function goneSignal({ raw }: FastifyReply): AbortSignal {
  const known = signals.get(raw);
  if (known) return known;
  const gone = new AbortController();
  if (raw.destroyed) gone.abort();
  else raw.once('close', () => gone.abort());
  signals.set(raw, gone.signal);
  return gone.signal;
}

/** Thrown where work is given up whose caller is gone; nobody reads it. */
export const callerGone = (): Error => requestProblem(408);
