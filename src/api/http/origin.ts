import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Origin } from '../../core/commands/origin.js';
import { uuidText } from '../../ids/ids.js';
import { Problem, validationProblem } from '../problems/problem.js';
import { fingerprintsOf } from './fingerprint.js';

/** What a key may look like: visible ASCII, so that two headers joined by ", " are none. */
export const IDEMPOTENCY_KEY_PATTERN = /^[\x21-\x7e]{1,255}$/;

/**
 * Who asked for what, and under which key. `asked` is the command without what is new in each attempt (generated ids,
 * the origin): equal for equal requests, whatever the order of their keys and by whichever route they come.
 */
export const originOf = (request: FastifyRequest, asked: object): Origin =>
  keyedOrigin(request, idempotencyKeyOf(request), asked);

/** The same for a command that brings its own key, as those of a batch do. */
export function keyedOrigin(request: FastifyRequest, key: string, asked: object): Origin {
  const { fingerprint, formerFingerprint } = fingerprintsOf(asked);
  const origin: Origin = askerOf(request);
  origin.idempotencyKey = key;
  origin.requestKey = requestKeyFor(request, key);
  origin.fingerprint = fingerprint;
  if (formerFingerprint !== undefined) origin.formerFingerprint = formerFingerprint;
  return origin;
}

/** What an Idempotency-Key of the caller is kept as. */
export const requestKeyFor = ({ principal }: Pick<FastifyRequest, 'principal'>, key: string): string =>
  uuidText(hash('sha256', `${principal.id}\n${key}`, 'hex'));

/** Who makes a request, and what they may do; not yet under which key. */
const askerOf = (request: FastifyRequest): Origin => ({
  principal: request.principal.id,
  keyId: request.principal.keyId,
  issuedBy: request.principal.issuedBy,
  keySeenAt: request.keySeenAt,
  authority: request.principal,
  requestId: journaledId(request),
  idempotencyKey: null,
  requestKey: null,
  fingerprint: null,
});

/** In the journal the id of a request that its caller chose is marked as such: it says whatever the caller wished. */
const journaledId = ({ id, headers }: FastifyRequest): string =>
  headers['x-request-id'] === id ? `caller:${id}` : id;

/** For dry runs, which leave nothing that a key could find again. */
export const unkeyedOrigin = (request: FastifyRequest): Origin => askerOf(request);

/** The key that a request was sent with. Throws where it has none, or one that is none. */
export function idempotencyKeyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '')
    throw new Problem(
      'idempotency_key_required',
      'Send an Idempotency-Key header that is new for each new request.',
    );
  if (typeof key === 'string' && IDEMPOTENCY_KEY_PATTERN.test(key)) return key;
  throw validationProblem([
    {
      field: 'Idempotency-Key',
      rule: 'idempotency_key',
      message: 'Idempotency-Key must be 1 to 255 visible ASCII characters without spaces, and be sent once',
    },
  ]);
}
