import type { FastifyRequest } from 'fastify';
import type { Access } from '../../access/access.js';
import { KEY_KEPT_MS, may } from '../../core/keys.js';
import { authenticate, forbidden } from './bearer.js';

/**
 * Looks at the key of a request again, where that was some time ago: a body may take its time to come, and to have its turn,
 * and what its sender may do is what the key may do then. Null where the last look is good enough.
 */
export function lookAgain(access: Access, request: FastifyRequest): Promise<void> | null {
  const { keySeenAt } = request;
  const isFresh = keySeenAt === 0 || performance.now() - keySeenAt < KEY_KEPT_MS;
  return isFresh ? null : look(access, request);
}

async function look(access: Access, request: FastifyRequest): Promise<void> {
  const principal = await authenticate(access, request);
  request.principal = principal;
  request.keySeenAt = performance.now();
  const { action } = request.route.config;
  if (action && !may(principal, action)) throw forbidden(principal, action);
}
