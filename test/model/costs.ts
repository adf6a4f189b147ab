import type { Command } from '../../src/core/commands/commands.js';
import { parseAmount } from '../../src/core/money.js';
import { isAbove, isReached, rightsOf } from './authority.js';
import { grown, newer, usesOf as usesIn } from './growth.js';
import {
  broken,
  countedAt,
  isAgreed,
  isInTheWay,
  weight,
  type Call,
  type Limit,
  type Model,
} from './model.js';
import { pauseBy, stopUntil } from './stops.js';
import { max, min } from './units.js';

/** What recording a cost passes, as the model finds it. */
export interface Passing {
  /** In the words of the model: see Opinion. */
  limits: {
    word: string;
    over: bigint;
    total: bigint;
    end: number;
    /** The limit, if passing it stops its budget in any case. */
    stops: string | null;
    of: Owner;
    /** Whether it stood passed before. */
    again: boolean;
  }[];
  notices: string[];
  over: bigint;
  /** How far the limit is passed in the end that is passed by most. */
  total: bigint;
}

/** Whose a limit is: a budget's own, or theirs who reach above it. */
interface Owner {
  budgetId: string;
  fromAbove: boolean;
}

/** Whether a limit is for those above a budget, of which it lies on the path. */
const isAboveOf = (model: Model, { budgetId, fromAbove }: Owner, id: string): boolean =>
  model.path(id).some((one) => one.id === budgetId && (one.id !== id || fromAbove));

/** The budgets that would go beyond what they may have, were so much more used on one of them. */
function lacking(model: Model, id: string, more: bigint): string[] {
  const node = model.node(id);
  const [has, needs] = [model.allocated(id), model.used(id) + more];
  if (more === 0n || needs <= has) return [];
  const most = node.parent === null || node.state === 'closed' ? has : node.ceiling;
  const own = needs > most ? [id] : [];
  if (node.parent === null || node.ceiling <= has) return own;
  return [...own, ...lacking(model, node.parent, needs - has)];
}

/** Compares what each limit counts before and after, and looks for the money. */
export function passing(model: Model, call: Call, after: Call, extra: bigint, now: number): Passing {
  const found: Passing = { limits: [], notices: [], over: 0n, total: 0n };
  const then = model.clone();
  then.calls.set(call.id, grown(model, call, after, now));
  const joining = newer(model, call, after);
  for (const limit of [...model.metBy(call), ...joining]) {
    const at = joining.includes(limit) ? now : countedAt(limit, call);
    const [used, uses] = usesOf(model, then, limit, call, after, at);
    if (uses <= used || uses <= limit.limit) continue;
    const word = broken(limit, used);
    if (!isInTheWay(limit, after, call)) {
      found.notices.push(word);
      continue;
    }
    const agreed = isAgreed(limit, call) ? max(0n, call.amount - weight(limit, call)) : 0n;
    const isCount = limit.metric === 'count';
    const over = isCount ? extra : uses - max(limit.limit, used + agreed);
    const beyond = uses - max(limit.limit, agreed);
    const total = isCount && beyond === 1n ? extra : isCount || limit.match.newVendors ? 10n ** 18n : beyond;
    const stops = limit.onExceed === 'pause' ? limit.id : null;
    const end = endOf(model, limit, at);
    found.limits.push({ word, over, total, end, stops, of: limit, again: used > limit.limit });
  }
  const lack = (budgetId: string, over: bigint, total: bigint) => {
    const node = model.node(budgetId);
    const rest = { word: 'insufficient_funds', end: Infinity, stops: null, again: node.owed > 0n };
    found.limits.push({ ...rest, over, total, of: { budgetId, fromAbove: node.parent !== null } });
  };
  const payer = model.payer(call.budgetId);
  for (const { id, ceiling } of model.path(call.budgetId)) {
    if (id === payer) break;
    const beyond = model.used(id) + extra - ceiling;
    if (beyond > 0n) lack(id, min(extra, beyond), beyond);
  }
  if (!model.fits(payer, extra)) {
    const missing = extra - model.room(payer);
    for (const id of lacking(model, payer, extra)) lack(id, missing, model.node(payer).owed + missing);
  }
  found.total = found.limits.reduce((most, one) => max(most, one.total), 0n);
  found.over = found.limits.reduce((most, one) => max(most, one.over), 0n);
  return found;
}

function usesOf(
  model: Model,
  then: Model,
  limit: Limit,
  call: Call,
  after: Call,
  at: number,
): [bigint, bigint] {
  if (limit.window === 'transaction') return [weight(limit, call), weight(limit, after)];
  return usesIn(model, then, limit, model.windowOf(limit, at), call);
}

/** When the window of an instant is over: found by trying. */
function endOf(model: Model, limit: Limit, at: number): number {
  if (limit.window === 'transaction' || limit.window === 'lifetime') return Infinity;
  const name = model.windowOf(limit, at);
  let [within, beyond] = [at, at + 40 * 86_400_000];
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    if (model.windowOf(limit, middle) === name) within = middle;
    else beyond = middle;
  }
  return beyond;
}

/** Whether somebody may record a cost on a call; and whether there is no bound, so that it stops what it passes. */
export function mayRecord(model: Model, command: Command, call: Call, found: Passing, scale: number) {
  const { authority } = command.origin;
  if (authority && !rightsOf(authority).includes('overdraft')) return { may: false, stops: false };
  const most = authority?.scopes.largestOverdraft ?? null;
  const stops = most === null;
  const halted = model.path(call.budgetId).filter(({ state }) => state === 'frozen' || state === 'paused');
  if (most !== null && halted.length > 0) return { may: false, stops };
  if (found.limits.length === 0) return { may: true, stops };
  const payer = model.payer(call.budgetId);
  if (authority && !isReached(model, authority, payer)) return { may: false, stops };
  if (most !== null) {
    const bound = parseAmount(most, scale)!;
    const isWithin = call.overdrawn + found.over <= bound && found.total <= bound;
    return { may: found.over === 0n || isWithin, stops };
  }
  const stoppers = model.path(payer).filter((one) => one.stoppedFromAbove);
  const own = authority?.budgetId ?? null;
  const passedAgain = found.limits.filter(({ of, again }) => again && own && isAboveOf(model, of, own));
  return { may: passedAgain.length === 0 && stoppers.every(({ id }) => isAbove(model, command, id)), stops };
}

/** Records a cost: the call becomes `after`, and the limits that it passed stop their budgets. */
export function record(
  model: Model,
  call: Call,
  after: Call,
  found: Passing,
  stops: boolean,
  now: number,
): void {
  const payer = model.node(model.payer(call.budgetId));
  const isForGood = found.limits.some(({ stops, of }) => stops !== null && of.budgetId === payer.id);
  const until = isForGood ? Infinity : Math.max(...found.limits.map(({ end }) => end));
  const isStopped = stops && found.limits.length > 0 && until > now;
  const isFromAbove = found.limits.some(({ of }) => isAboveOf(model, of, payer.id));
  const isOwn = payer.id === call.budgetId;
  const stop = () => isStopped && stopUntil(payer, until === Infinity ? null : until, isFromAbove);
  model.note(call.budgetId, () => {
    Object.assign(call, grown(model, call, after, now), { overdrawn: call.overdrawn + found.over });
    if (isOwn) stop();
  });
  if (!isOwn && stop()) payer.version += 1;
  if (stops)
    pauseBy(
      model,
      found.limits.flatMap(({ stops: id }) => id ?? []),
    );
}
