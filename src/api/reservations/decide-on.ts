import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Submission } from '../../core/commands/commands.js';
import type { Ledger } from '../../ledger/ledger.js';
import { answer } from '../http/answer.js';
import { originOf } from '../http/origin.js';
import { SETTLED } from './reservation-answers.js';

type Unsigned<S> = S extends Submission ? Omit<S, 'origin'> : never;

/** Has what a caller asks for decided on a reservation, and answers with the reservation as it is then. */
export async function decideOn(
  ledger: Ledger,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Unsigned<Submission>,
): Promise<object> {
  const origin = originOf(request, asked);
  return answer(request, reply, await ledger.submit({ ...asked, origin }), SETTLED);
}
