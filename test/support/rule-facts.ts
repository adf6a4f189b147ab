import { formatAmount } from '../../src/core/money.js';
import type { World } from './core.js';
import { claim } from './invariants.js';
import type { Options } from './rule-options.js';

/** Compares the balances and the state of a budget with what a script says. */
export function expectBudget(world: World, id: string, allocated: string, options: Options): void {
  const budget = world.state.budgets.get(id);
  claim(budget !== undefined, `no budget ${id}`);
  const { scale } = world.state.trees.get(budget.treeId)!;
  const { state = 'active', until, above, version, revision, ...balances } = options;
  const expected = { allocated, reserved: '0', delegated: '0', spent: '0', overdraft: '0', ...balances };
  for (const [part, text] of Object.entries(expected))
    claim(formatAmount(budget[part as 'reserved'], scale) === text, `${part}`, budget);
  claim(budget.state === state, 'state', budget.state);
  const end = until === undefined || until === 'never' ? null : Date.parse(until);
  claim(!until || budget.pausedUntil === end, 'until', budget.pausedUntil);
  claim(!above || budget.stoppedFromAbove === (above === 'yes'), 'stopped from above', budget);
  if (version) claim(budget.version === Number(version), 'version', budget.version);
  if (revision) claim(budget.revision === Number(revision), 'revision', budget.revision);
}

/** The same of a reservation. */
export function expectReservation(
  world: World,
  id: string,
  { state, given, asked, dispute, ...amounts }: Options,
): void {
  const reservation = world.state.reservations.get(id);
  claim(reservation !== undefined, `no reservation ${id}`);
  const { scale } = world.state.trees.get(reservation.treeId)!;
  if (state) claim(reservation.state === state, 'state', reservation.state);
  if (given) claim(reservation.approval?.given.map(({ by }) => by).join() === given, 'given', reservation);
  if (asked) claim((reservation.approval?.approvers ?? ['all']).join() === asked, 'asked', reservation);
  if (dispute) claim(reservation.dispute?.state === dispute, 'dispute', reservation.dispute);
  for (const [part, text] of Object.entries(amounts))
    claim(formatAmount(reservation[part as 'held'], scale) === text, part, reservation);
}

/** The same of the counter of the window under way. */
export function expectUsed(world: World, id: string, used: string, { key = '' }: Options): void {
  const found = [...world.state.counters.values()].filter(
    (one) =>
      one.envelopeId === id &&
      one.key === key.replaceAll('_', ' ') &&
      one.window.start <= world.now &&
      world.now < one.window.end,
  );
  claim(found.length <= 1, 'two counters at one time', found);
  claim((found[0]?.used ?? 0n) === BigInt(used), 'used', found[0]);
}

/** What the tiers of a price have seen in the window under way. */
export const expectSeen = (world: World, id: string, seen: string, { unit = 'call' }: Options): void =>
  expectUsed(world, id, String(Number(seen) * 1_000_000), { key: unit });

/** The same of the limit of an envelope. */
export function expectInForce(world: World, id: string, limit: string): void {
  const envelope = [...world.state.envelopes.values()].flat().find((one) => one.id === id);
  claim(envelope?.limit === BigInt(limit), 'limit in force', envelope);
}
