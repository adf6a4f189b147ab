import type { DismissClaim, SettleClaim } from '../../src/core/commands/claims.js';
import type { RecordCharge } from '../../src/core/commands/charging.js';
import type { Commit } from '../../src/core/commands/settling.js';
import { parseAmount } from '../../src/core/money.js';
import type { RejectionCode } from '../../src/core/outcomes.js';
import { outside } from './authority.js';
import { mayRecord, passing, record, type Passing } from './costs.js';
import { commitFindings, grown } from './growth.js';
import { countedAt, keyOf, muchLater, type Call, type Model, type Opinion } from './model.js';
import { largestThat } from './search.js';
import { pauseBy } from './stops.js';
import { max, min } from './units.js';

/** The largest amount that can be counted. */
const MOST = 10n ** 18n;

const no = (code: RejectionCode): Opinion => ({ status: 'rejected', code });

/** A commit of what a call really cost. */
export interface Cost {
  call: Call;
  command: Commit | RecordCharge;
  /** Whether nothing more comes of it. */
  final: boolean;
  amount: bigint;
  /** The call as it is when so much of it is paid. */
  paying: (amount: bigint) => Call;
  /** What exceeds the hold. */
  extra: bigint;
  scale: number;
  now: number;
}

/** Whether a commit is about more than what is held: money, or the count of a call that had given it back. */
export const asksForMore = (call: Call, after: Call, extra: bigint): boolean =>
  extra > 0n || (call.state !== 'held' && call.committed === 0n && after.state === 'committed');

type Deny = (findings: (amount: bigint) => string[], trips: string[]) => Opinion | null;

/** What the model says of a real cost: recorded as far as the one who reports it may do so, and claimed beyond. */
export function commitCost(model: Model, cost: Cost, deny: Deny): Opinion {
  const { call, command, final, amount, paying, extra, scale, now } = cost;
  const found = passing(model, call, paying(amount), extra, now);
  const { authority } = command.origin;
  const { may, stops } = mayRecord(model, command, call, found, scale);
  const beyond = (one: bigint) =>
    outside(authority, call.budgetId, call, call.committed + max(call.held, one), scale);
  if (may && beyond(amount).length === 0)
    return unlessTooMuch(model, call, wordsOf(found), () =>
      record(model, call, paying(amount), found, stops, now),
    );
  const findings = (one: bigint, at = now) => {
    const all = commitFindings(model, call, paying(one), 'available', at);
    const outer = beyond(one);
    if (outer.length === 0) return all;
    return { ...all, violations: [...all.violations, ...outer], trips: [] };
  };
  const { violations, notices, trips } = findings(amount);
  if (violations.length === 0)
    return unlessTooMuch(model, call, notices, () =>
      model.note(call.budgetId, () => Object.assign(call, grown(model, call, paying(amount), now))),
    );
  const most = largestThat((one) => findings(one).violations.length === 0) ?? 0n;
  const rest = amount - most;
  if (rest <= 0n) {
    const denial = deny((one) => findings(one).violations, trips)!;
    const then = findings(amount, muchLater(model, now));
    return { ...denial, retries: then.violations.length === 0 ? 'later' : 'never' };
  }
  const isUntouched = most === 0n && call.state !== 'held';
  const after = isUntouched ? { ...call } : paying(most);
  const partly = passing(model, call, after, max(0n, most - call.held), now).notices;
  const claimIsFinal = final || (call.claimed > 0n && call.claimIsFinal);
  return unlessTooMuch(model, call, partly, () => {
    model.note(call.budgetId, () =>
      Object.assign(call, grown(model, call, after, now), {
        claimed: min(MOST, call.claimed + rest),
        claimIsFinal,
      }),
    );
    pauseBy(model, trips);
  });
}

/** What the model says of the settlement and the dismissal of a claim. */
export function answerClaim(
  model: Model,
  command: SettleClaim | DismissClaim,
  scale: number,
  now: number,
  isStale: (id: string, expected: number | null) => boolean,
): Opinion {
  const call = model.calls.get(command.reservationId)!;
  if (call.claimed === 0n) return no('reservation_state');
  if (isStale(call.budgetId, command.expectedVersion)) return no('version_mismatch');
  const isDropped = command.type === 'claim_dismiss';
  if (isDropped && command.reason === null) return no('reason_required');
  const isWhole = isDropped || command.amount === null;
  const amount = isWhole ? call.claimed : parseAmount(command.amount!, scale);
  if (amount === null) return no('invalid_amount');
  if (amount > call.claimed) return no('claim_exceeded');
  const after = { ...call, committed: call.committed + amount, claimed: call.claimed - amount };
  if (after.claimed === 0n && call.claimIsFinal && call.state !== 'held') after.state = 'committed';
  if (amount > 0n && call.settledAt !== null) after.settledAt = now;
  const found = passing(model, call, after, amount, now);
  const { may, stops } = mayRecord(model, command, call, found, scale);
  if (!may) return no('overdraft_bound');
  if (!isDropped)
    return unlessTooMuch(model, call, wordsOf(found), () => record(model, call, after, found, stops, now));
  model.note(call.budgetId, () => (call.claimed = 0n));
  return { status: 'accepted' };
}

const wordsOf = ({ notices, limits }: Passing): string[] => [...notices, ...limits.map(({ word }) => word)];

/** Takes note of facts about a call, unless a sum would outgrow what can be counted. */
export function unlessTooMuch(model: Model, { id }: Call, notices: string[], fact: () => void): Opinion {
  const before = model.clone();
  fact();
  if (isTooMuch(model, model.calls.get(id)!)) {
    Object.assign(model, before);
    return no('amount_overflow');
  }
  return { status: 'accepted', notices: notices.sort() };
}

function isTooMuch(model: Model, call: Call): boolean {
  const budgets = model.path(call.budgetId).map(({ id }) => model.used(id));
  const counts = [...model.limits.values()]
    .filter(({ window }) => window !== 'transaction')
    .flatMap((limit) =>
      [...model.calls.values()].map((one) =>
        model.counted(limit, model.windowOf(limit, countedAt(limit, one)), keyOf(limit, one)),
      ),
    );
  return [call.committed, call.claimed, call.overdrawn, ...budgets, ...counts].some((one) => one > MOST);
}
