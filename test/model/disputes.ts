import type {
  OpenDispute,
  RejectDispute,
  UpholdDispute,
  WithdrawDispute,
} from '../../src/core/commands/disputes.js';
import { parseAmount } from '../../src/core/money.js';
import type { RejectionCode } from '../../src/core/outcomes.js';
import type { Call, Model, Opinion } from './model.js';
import { max, min, sum } from './units.js';

const no = (code: RejectionCode): Opinion => ({ status: 'rejected', code });

/** Of a call that nobody has disputed. */
export const asksOf = ({ origin }: { origin: { principal: string } }): Call['asks'] => ({
  payer: origin.principal,
  last: 0n,
  answers: [],
});

/** Nothing has a price here that says otherwise. */
const THIRTY_DAYS = 30 * 24 * 3_600_000;

/** What the model says of what is said against a payment, and of what is answered. */
export function dispute(
  model: Model,
  command: OpenDispute | UpholdDispute | RejectDispute | WithdrawDispute,
  scale: number,
  now: number,
  isStale: (id: string, expected: number | null) => boolean,
): Opinion {
  const call = model.calls.get(command.reservationId)!;
  const { principal, issuedBy } = command.origin;
  const stale = isStale(call.budgetId, command.expectedVersion);
  const left = call.committed - call.refunded;
  const note = (facts: Partial<typeof call>): Opinion => {
    model.note(call.budgetId, () => Object.assign(call, facts));
    return { status: 'accepted' };
  };
  if (command.type === 'dispute_open') {
    if (command.reason === null) return no('reason_required');
    const isPayer = principal === call.asks.payer;
    // Each part of what was paid is answered once to who made the call, and once to all others.
    const answers = call.asks.answers.filter((one) => one.isPayer || !isPayer);
    const open = min(left, max(0n, call.committed - sum(answers.map(({ asked }) => asked))));
    const amount = command.amount === null ? open : parseAmount(command.amount, scale);
    if (amount === null) return no('invalid_amount');
    if (call.settledAt === null) return no('reservation_state');
    const isFirst = isPayer && call.dispute?.by !== call.asks.payer;
    if (call.dispute?.state === 'open' && !isFirst) return no('dispute_exists');
    if (left === 0n) return no('reservation_state');
    if (open === 0n) return no('dispute_exists');
    if (now >= call.settledAt + THIRTY_DAYS) return no('dispute_too_late');
    if (stale) return no('version_mismatch');
    if (amount === 0n) return no('invalid_amount');
    if (amount > open) return no('refund_exceeds_committed');
    return note({
      disputed: amount,
      asks: { ...call.asks, last: amount },
      dispute: { by: principal, state: 'open' },
    });
  }
  const { dispute: open } = call;
  if (open?.state !== 'open') return no('reservation_state');
  const isOwn = principal === open.by;
  if (command.type === 'dispute_withdraw') {
    if (!isOwn) return no('not_your_dispute');
    if (stale) return no('version_mismatch');
    return note({ disputed: 0n, dispute: { ...open, state: 'withdrawn' } });
  }
  if (isOwn || issuedBy.includes(open.by)) return no('own_request');
  const { payer, last, answers } = call.asks;
  const asks = { payer, last, answers: [...answers, { isPayer: open.by === payer, asked: last }] };
  if (command.type === 'dispute_reject') {
    if (stale) return no('version_mismatch');
    if (command.reason === null) return no('reason_required');
    return note({ disputed: 0n, asks, dispute: { ...open, state: 'rejected' } });
  }
  const amount = command.amount === null ? call.disputed : parseAmount(command.amount, scale);
  if (amount === null) return no('invalid_amount');
  if (stale) return no('version_mismatch');
  if (amount === 0n) return no('invalid_amount');
  if (amount > call.disputed) return no('dispute_exceeded');
  const refunded = call.refunded + amount;
  return note({ refunded, disputed: 0n, asks, dispute: { ...open, state: 'upheld' } });
}
