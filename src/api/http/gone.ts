import type { FastifyReply } from 'fastify';
import { requestProblem } from './problem-filter.js';

/** Reports when the caller has hung up, or has its answer: nothing more is to be done for it. */
export function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  if (raw.destroyed) gone.abort();
  else raw.once('close', () => gone.abort());
  return gone.signal;
}

/** Thrown where work is given up whose caller is gone; nobody reads it. */
export const callerGone = (): Error => requestProblem(408);
