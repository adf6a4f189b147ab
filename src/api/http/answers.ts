import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from './admission.js';

/** Answers of less than this are not counted: a connection has at most one of them. */
const COUNTED = 16 * 1024;

/** A reader that takes nothing of an answer for so long does not get the rest. */
const UNREAD_MS = 30_000;

/**
 * Gives back what a request's body took, its turn included, and counts a large answer in its holder's share until it is
 * read, or its caller is gone.
 */
export function countAnswers(fastify: FastifyInstance, { bodies, answers }: Admission): void {
  fastify.addHook('onSend', (request: FastifyRequest, reply: FastifyReply, payload: unknown, done) => {
    const { holder, bodyBytes, bodyOver } = request;
    if (bodyOver) {
      request.bodyOver = null;
      bodyOver();
    }
    if (bodyBytes > 0) {
      request.bodyBytes = 0;
      bodies.give(holder, bodyBytes);
    }
    const size = sizeOf(payload);
    if (size >= COUNTED && !reply.raw.destroyed) {
      answers.take(holder, size);
      reply.raw.once('close', () => answers.give(holder, size));
      reply.raw.setTimeout(UNREAD_MS, () => reply.raw.destroy());
    }
    done();
  });
}

/** Of a text as many bytes as characters: close enough, and not looked through. */
const sizeOf = (payload: unknown): number =>
  typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.length : 0;
