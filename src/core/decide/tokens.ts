import type { Command } from '../commands/commands.js';
import type { Commit, RevokeToken } from '../commands/settling.js';
import type { Draft } from '../draft.js';
import { timeText } from '../entries.js';
import { formatAmount } from '../money.js';
import { rejected, type Outcome, type Rejected } from '../outcomes.js';
import { accepted, isRejection, versionRejection } from './common.js';
import { because, settle, target, wrongState, type Target } from './settle.js';

/**
 * What keeps the holder of a settlement token from giving this command, by the token and the reservation as they are when it
 * is decided: a token commits and releases its own reservation, while that is held. Null if nothing does.
 */
export function tokenRejection(draft: Draft, command: Command, reservationId: string): Rejected | null {
  const isSettling = command.type === 'commit' || command.type === 'release';
  if (!isSettling || command.reservationId !== reservationId)
    return rejected('forbidden', 'A settlement token commits or releases its own reservation.', {
      action: command.type,
    });
  const reservation = draft.reservation(reservationId);
  if (!reservation?.token || reservation.token.revokedAt !== null)
    return rejected('forbidden', 'The settlement token was revoked.', { scope: 'expiresAt' });
  // What comes late is for those who reserved to record.
  return reservation.state === 'held' ? null : wrongState(reservation, 'settled with a token', 'held');
}

/** Why a commit with a token is too much: it pays what is held, and never more. */
export function tokenExcess(
  { amount: named, origin }: Commit,
  { tree, reservation: { held } }: Target,
  amount: bigint,
): Rejected | null {
  if (origin.authority?.settles === undefined || amount <= held) return null;
  const acceptable = formatAmount(held, tree.scale);
  const more = named === null ? {} : { field: 'amount', acceptable };
  return rejected('settlement_exceeds_hold', `${acceptable} of this reservation is held.`, more);
}

/** Ends the token of a reservation. Repeating it is no error: it is revoked either way. */
export function revokeToken(draft: Draft, command: RevokeToken): Outcome {
  const on = target(draft, command);
  if (isRejection(on)) return on;
  const { tree, budget, reservation } = on;
  const { token } = reservation;
  if (token === null) return rejected('not_found', 'The reservation has no settlement token.');
  const stale = versionRejection(budget, command.expectedVersion);
  if (stale) return stale;
  // That of the entry: the times of a budget's entries never go back.
  const revokedAt = token.revokedAt ?? timeText(Math.max(draft.now, budget.changedAt));
  settle(draft, on, { ...reservation, token: { ...token, revokedAt } }, 'token_revoke', because(command));
  return accepted(draft, tree, budget.id);
}
