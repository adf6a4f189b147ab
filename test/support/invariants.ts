import { available, entitled, NOTHING, used, type Balances } from '../../src/core/balances.js';
import { lacks, type Budget } from '../../src/core/budgets.js';
import { canonicalText, type Json } from '../../src/core/canonical.js';
import type { Entry } from '../../src/core/entries.js';
import { larger, parseAmount, smaller } from '../../src/core/money.js';
import { isApproved } from '../../src/core/approvals.js';
import { weight } from '../../src/core/metrics/rules.js';
import { isLive } from '../../src/core/reservation-state.js';
import type { World } from './core.js';

/** What holds after every step, whatever the commands were. Throws with the first thing that does not. */
export function checkInvariants(world: World): void {
  const { budgets } = world.state;
  const sums = new Map([...budgets.keys()].map((id) => [id, { ...NOTHING }]));
  for (const one of world.state.reservations.values()) {
    const sum = sums.get(one.budgetId)!;
    sum.reserved += one.held;
    sum.spent += one.committed - one.refunded;
    claim(one.held >= 0n && one.refunded <= one.committed, 'a reservation is negative', one);
    claim(isLive(one) === (one.settledAt === null), 'settled and live', one);
    claim(isLive(one) || one.held === 0n, 'a settled reservation holds money', one);
    const mayPay = isApproved(one.approval);
    claim(mayPay || one.committed === 0n, 'paid without approval', one);
    claim(mayPay === (one.state !== 'pending_approval') || !isLive(one), 'held without approval', one);
  }
  for (const one of budgets.values())
    if (one.path.length > 0) sums.get(one.path.at(-1)!)!.delegated += one.allocated;
  for (const budget of budgets.values()) checkBudget(budget, sums.get(budget.id)!);
  checkDebts(budgets);
  checkConservation([...budgets.values()]);
  checkCounters(world);
}

function checkBudget(budget: Budget, sums: Balances): void {
  for (const part of ['allocated', 'reserved', 'delegated', 'spent', 'overdraft'] as const)
    claim(budget[part] >= 0n, `${part} is negative`, budget);
  for (const part of ['reserved', 'delegated', 'spent'] as const)
    claim(budget[part] === sums[part], `${part} is not the sum ${sums[part]}`, budget);
  claim(available(budget) >= 0n, 'available is negative', budget);
  claim(budget.overdraft === 0n || available(budget) === 0n, 'money is available beside a debt', budget);
  const using = used(budget);
  if (budget.state === 'closed') {
    claim(budget.reserved === 0n, 'a closed budget reserves', budget);
    claim(available(budget) === 0n, 'a closed budget keeps money', budget);
  } else if (budget.state === 'closing') {
    claim(budget.allocated >= budget.guarantee, 'allocated is less than what is guaranteed', budget);
  } else if (!lacks(budget)) {
    claim(budget.allocated === entitled(budget, using), 'allocated is not what it is entitled to', budget);
  } else
    claim(budget.allocated <= entitled(budget, using), 'a debt, and more than it is entitled to', budget);
}

/** Nobody owes what the budgets above could give, unless one of them is stopped. */
function checkDebts(budgets: ReadonlyMap<string, Budget>): void {
  const free = (id: string): bigint => {
    const one = budgets.get(id)!;
    const parent = one.path.at(-1);
    const drawn = parent === undefined ? 0n : smaller(one.ceiling - one.allocated, free(parent));
    return larger(0n, one.allocated + larger(0n, drawn) - used(one));
  };
  for (const budget of budgets.values()) {
    if (!lacks(budget)) continue;
    const isStopped = budget.path.some((id) => budgets.get(id)!.state !== 'active');
    claim(isStopped || free(budget.path.at(-1)!) === 0n, 'a debt that could be paid', budget);
  }
}

/** Nothing is lost: what came in at the root, and what was paid beyond it, is somewhere. */
function checkConservation(budgets: Budget[]): void {
  const total = new Map<string, bigint>();
  const add = (treeId: string, units: bigint) => total.set(treeId, (total.get(treeId) ?? 0n) + units);
  for (const one of budgets) {
    add(one.treeId, available(one) + one.reserved + one.spent - one.overdraft);
    if (one.path.length === 0) add(one.treeId, -one.allocated);
  }
  for (const [treeId, difference] of total)
    claim(difference === 0n, `tree ${treeId} is off by ${difference}`);
}

function checkCounters({ state }: World): void {
  const sums = new Map<string, bigint>();
  for (const one of state.reservations.values())
    for (const id of one.charges)
      sums.set(id, (sums.get(id) ?? 0n) + weight(one, state.counters.get(id)!.metric));
  for (const [id, counter] of state.counters) {
    const sum = sums.get(id) ?? 0n;
    // Of payments an envelope may know one from before.
    const isKnown = counter.metric === 'payments' && counter.used === sum + 1n;
    // The naive model counts denials and names; scripts of prices say what tiers have seen.
    if (!['denials', 'names', 'usage'].includes(counter.metric))
      claim(counter.used === sum || isKnown, `counter ${id} should be ${sum}`, counter);
  }
}

/** The journal from the first entry on: gapless versions, times that never go back, balances that add up. */
export function checkJournal(world: World, from = 0, last = new Map<string, Entry>()): Map<string, Entry> {
  for (const entry of world.journal.slice(from)) {
    const before = last.get(entry.budgetId);
    claim(
      entry.version === (before?.version ?? 0) + 1,
      `version ${entry.version} after ${before?.version}`,
      entry,
    );
    claim(!before || entry.at >= before.at, 'time went back', entry);
    const { scale } = world.state.trees.get(entry.treeId)!;
    for (const part of ['allocated', 'reserved', 'delegated', 'spent', 'overdraft'] as const) {
      const sum = units(before?.content.balances[part], scale) + units(entry.content.deltas[part], scale);
      claim(units(entry.content.balances[part], scale) === sum, `${part} does not add up`, entry);
    }
    if (entry.denied)
      claim(Object.keys(entry.content.deltas).length === 0, 'a denial changed a balance', entry);
    for (const [key, value] of Object.entries(entry.content))
      claim(value !== null && (key === 'keysEnded' || show(value) !== '[]'), `${key} is empty`, entry);
    const text = canonicalText(entry.content);
    claim(text === canonicalText(JSON.parse(text) as Json), 'canonical text is not stable', entry);
    last.set(entry.budgetId, entry);
  }
  for (const [id, entry] of last) {
    const budget = world.state.budgets.get(id)!;
    claim(budget.version === entry.version, 'the budget is not at its newest entry', budget);
    claim(budget.changedAt === entry.at, 'the budget changed at another time', budget);
  }
  return last;
}

function units(text: string | undefined, scale: number): bigint {
  if (text === undefined) return 0n;
  return text.startsWith('-') ? -parseAmount(text.slice(1), scale)! : parseAmount(text, scale)!;
}

export const show = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item), 1);

export function claim(holds: boolean, what: string, about?: unknown): asserts holds {
  if (!holds) throw new Error(about === undefined ? what : `${what}: ${show(about)}`);
}
