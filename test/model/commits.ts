import type { Commit } from '../../src/core/commands/settling.js';
import { parseAmount } from '../../src/core/money.js';
import type { RejectionCode } from '../../src/core/outcomes.js';
import { asksForMore, commitCost, unlessTooMuch } from './claims.js';
import type { Deny } from './charges.js';
import { commitFindings, grown } from './growth.js';
import { muchLater, type Call, type Model, type Opinion } from './model.js';
import { max } from './units.js';

const no = (code: RejectionCode): Opinion => ({ status: 'rejected', code });

/** What the model says of a commit. Of one that is taken on, what it used is known, however much of it is paid. */
export function commit(...asked: Parameters<typeof paid>): Opinion {
  const opinion = paid(...asked);
  const [model, { reservationId, usage }] = asked;
  if (opinion.status === 'accepted') model.calls.get(reservationId)!.used += usage?.['u'] ?? 0;
  return opinion;
}

function paid(
  model: Model,
  command: Commit,
  scale: number,
  now: number,
  isStale: (id: string, expected: number | null) => boolean,
  deny: Deny,
): Opinion {
  const { reservationId } = command;
  const call = model.calls.get(reservationId)!;
  const amount = parseAmount(command.amount ?? '', scale);
  if (amount === null) return no('invalid_amount');
  const isMissing = call.ask !== null && call.ask.given.length < call.ask.needed;
  if (call.charged || isMissing || !['held', 'expired', 'released'].includes(call.state))
    return no('reservation_state');
  if (isStale(call.budgetId, command.expectedVersion)) return no('version_mismatch');
  if (command.origin.authority?.settles !== undefined && amount > call.held)
    return no('settlement_exceeds_hold');
  const [overage, final] = [command.overage ?? call.overage, command.final];
  const paying = (one: bigint): Call => ({
    ...call,
    committed: call.committed + one,
    held: final ? 0n : max(0n, call.held - one),
    state: final ? 'committed' : call.state,
    settledAt: (call.state === 'held' ? final : one > 0n) ? now : call.settledAt,
  });
  const extra = max(0n, amount - call.held);
  if (overage === 'overdraft' && asksForMore(call, paying(amount), extra))
    return commitCost(model, { call, command, final, amount, paying, extra, scale, now }, (found, trips) =>
      deny(call.budgetId, amount, found, trips),
    );
  const denial = deny(
    call.budgetId,
    amount,
    (one) => commitFindings(model, call, paying(one), overage, now).violations,
    commitFindings(model, call, paying(amount), overage, now).trips,
  );
  if (denial) {
    const then = commitFindings(model, call, paying(amount), overage, muchLater(model, now));
    return { ...denial, retries: then.violations.length === 0 ? 'later' : 'never' };
  }
  const { notices } = commitFindings(model, call, paying(amount), overage, now);
  return unlessTooMuch(model, call, notices, () =>
    model.note(call.budgetId, () => {
      const after = paying(amount);
      Object.assign(call, asksForMore(call, after, extra) ? grown(model, call, after, now) : after);
    }),
  );
}
