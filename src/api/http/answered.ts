import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestOutcome, Request } from '../../events/answered-once.js';
import { originOf } from './origin.js';
import type { Replay } from './replay.js';

/** Who asks for what, and under which key. */
export function requestOf(request: FastifyRequest, asked: object): Request {
  const { requestKey, fingerprint } = originOf(request, asked);
  if (requestKey === null || fingerprint === null) throw new Error('a request without its key');
  return { principal: request.principal, requestKey, fingerprint };
}

/** What is answered to what was done, be it earlier; `status` is that of the operation. */
export function doneAnswer(
  reply: FastifyReply,
  { answer, first }: Extract<RequestOutcome<never>, { status: 'done' }>,
  status: number,
): object {
  if (!first) return answer;
  reply.header('Idempotency-Replayed', 'true');
  const replay: Replay<object> = { at: first.at, status, answer: first.answer };
  return { ...answer, replay };
}
