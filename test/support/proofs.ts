import type { Command } from '../../src/core/commands/commands.js';
import { decide } from '../../src/core/decide.js';
import { formatAmount } from '../../src/core/money.js';
import type { Rejection } from '../../src/core/outcomes.js';
import type { Denial } from '../../src/core/violations.js';
import type { World } from './core.js';
import { claim } from './invariants.js';

/** The largest admissible amount passes and one unit more does not; the request passes at `retryAt` and no sooner. */
export function proveDenial(world: World, denied: Command, denial: Denial): void {
  const before = byAmount(world, denied);
  const asked = asQuestion(before, denied);
  const scale = before.state.trees.get(asked.treeId)!.scale;
  const largest = before.units(asked.budgetId, denial.largestAdmissible);
  if (largest > 0n)
    claim(before.admits(asking(asked, denial.largestAdmissible)), 'the largest does not pass', denial);
  if (largest < 10n ** 18n)
    claim(
      !before.admits(asking(asked, formatAmount(largest + 1n, scale))),
      'more than the largest passes',
      denial,
    );
  if (denial.retryAt === null) {
    if (denial.violations.length === 0) return;
    for (const days of [1, 8, 32, 400])
      claim(!before.admits(asked, before.now + days * 86_400_000), `passes ${days} days later`, denial);
  } else {
    const at = Date.parse(denial.retryAt);
    claim(at > before.now, 'retry in the past', denial);
    claim(before.admits(asked, at), 'does not pass when it should', denial);
    claim(!before.admits(asked, at - 1), 'passes sooner', denial);
  }
}

/** What is said of a cost that is denied is said of it as a question: more of it would be a claim. */
function asQuestion({ state }: World, asked: Command): Command {
  if (asked.type !== 'commit' && asked.type !== 'charge') return asked;
  const overage = asked.overage ?? state.reservations.get(asked.reservationId)?.overage;
  return overage === 'overdraft' ? { ...asked, overage: 'available' } : asked;
}

function asking(asked: Command, amount: string): Command {
  if (asked.type === 'delegate') return { ...asked, guarantee: amount, ceiling: null };
  if (asked.type === 'update') return { ...asked, guarantee: amount };
  // What is asked for by usage could be asked for by its amount.
  if (asked.type === 'commit') return { ...asked, amount, total: null, usage: null, totalUsage: null };
  if (asked.type === 'reserve' || asked.type === 'charge' || asked.type === 'dry_run')
    return { ...asked, amount, usage: null };
  return { ...asked, amount } as Command;
}

/** The same world, where a reservation that is paid by its usage is paid by amounts. */
function byAmount(world: World, { type, ...asked }: Command): World {
  if (type !== 'commit' || !('reservationId' in asked)) return world;
  const reservation = world.state.reservations.get(asked.reservationId);
  if (!reservation?.rating) return world;
  const other = world.fork();
  other.state.reservations.set(reservation.id, { ...reservation, rating: null });
  return other;
}

/** What a rejection calls acceptable is accepted, and no unit beyond it. */
export function proveRejection(
  before: World,
  asked: Command,
  { code, acceptable, field, current }: Rejection,
): void {
  if (current !== undefined) {
    const name = 'ifRevision' in asked && asked.ifRevision !== null ? 'ifRevision' : 'expectedVersion';
    const { outcome } = decide(before.state, { ...asked, [name]: current });
    claim(
      outcome.status !== 'rejected' || outcome.rejection.code !== code,
      'the current one is rejected',
      outcome,
    );
  }
  if (acceptable === undefined) return;
  const scale = before.state.trees.get(asked.treeId)!.scale;
  const units = before.units(asked.budgetId, acceptable);
  const beyond = formatAmount(field === 'ceiling' ? units - 1n : units + 1n, scale);
  claim(before.admits({ ...asked, [field!]: acceptable }), `${acceptable} is not acceptable`);
  if (!beyond.startsWith('-'))
    claim(!before.admits({ ...asked, [field!]: beyond }), `${beyond} is acceptable, too`);
}
