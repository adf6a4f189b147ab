import type { Commit, Release, Reserve } from '../../core/commands.js';
import { DEFAULT_TTL_SECONDS } from '../../core/reservations.js';
import type { CommitBody, ReleaseBody, ReserveBody } from './reservation-requests.dto.js';

/** A reservation as asked for: without the id that it gets. */
export const reserveAsked = (body: ReserveBody): Omit<Reserve, 'origin' | 'treeId' | 'reservationId'> => ({
  type: 'reserve',
  budgetId: body.budgetId,
  amount: body.amount,
  ttlSeconds: body.ttlSeconds ?? DEFAULT_TTL_SECONDS,
  vendor: body.vendor ?? null,
  category: body.category ?? null,
  runId: body.runId ?? null,
  taskId: body.taskId ?? null,
  reason: body.reason ?? null,
  context: body.context ?? null,
  metadata: body.metadata ?? null,
  overage: body.overage ?? 'available',
  expectedVersion: body.expectedVersion ?? null,
});

export const commitAsked = (
  reservationId: string,
  body: CommitBody,
): Omit<Commit, 'origin' | 'treeId' | 'budgetId'> => ({
  type: 'commit',
  reservationId,
  amount: body.amount,
  final: body.final ?? true,
  overage: body.overage ?? null,
  ...settling(body),
});

export const releaseAsked = (
  reservationId: string,
  body: ReleaseBody,
): Omit<Release, 'origin' | 'treeId' | 'budgetId'> => ({ type: 'release', reservationId, ...settling(body) });

/** What all that is done to a reservation has in common. */
export const settling = ({ reason = null, expectedVersion = null }: ReleaseBody) => ({
  reason,
  expectedVersion,
});
