import type { Authority } from '../../src/core/keys.js';
import { parseAmount } from '../../src/core/money.js';
import { rightsOf } from './authority.js';
import { broken, isAgreed, isInTheWay, keyOf, weight, type Call, type Limit, type Model } from './model.js';
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
    /** The limit, if it stops whoever passes it. */
    stops: string | null;
  }[];
  notices: string[];
  over: bigint;
  /** How far the limit is passed in the end that is passed by most. */
  total: bigint;
}

/** Compares what each limit counts before and after, and looks for the money. */
export function passing(model: Model, call: Call, after: Call, extra: bigint): Passing {
  const found: Passing = { limits: [], notices: [], over: 0n, total: 0n };
  const then = model.clone();
  then.calls.set(call.id, after);
  for (const limit of model.metBy(call)) {
    const [used, uses] = usesOf(model, then, limit, call, after);
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
    const total = isCount ? (beyond === 1n ? extra : 10n ** 18n) : beyond;
    const stops = limit.onExceed === 'pause' ? limit.id : null;
    found.limits.push({ word, over, total, end: endOf(model, limit, call.at), stops });
  }
  const lack = (over: bigint, total: bigint) =>
    found.limits.push({ word: 'insufficient_funds', over, total, end: Infinity, stops: null });
  const payer = model.payer(call.budgetId);
  for (const { id, ceiling } of model.path(call.budgetId)) {
    if (id === payer) break;
    const beyond = model.used(id) + extra - ceiling;
    if (beyond > 0n) lack(min(extra, beyond), beyond);
  }
  if (!model.fits(payer, extra)) {
    const missing = extra - model.room(payer);
    lack(missing, model.node(payer).owed + missing);
  }
  found.total = found.limits.reduce((most, one) => max(most, one.total), 0n);
  found.over = found.limits.reduce((most, one) => max(most, one.over), 0n);
  return found;
}

function usesOf(model: Model, then: Model, limit: Limit, call: Call, after: Call): [bigint, bigint] {
  if (limit.window === 'transaction') return [weight(limit, call), weight(limit, after)];
  const window = model.windowOf(limit, call.at);
  const key = keyOf(limit, call);
  return [model.counted(limit, window, key), then.counted(limit, window, key)];
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
export function mayRecord(authority: Authority | null, call: Call, found: Passing, scale: number) {
  if (authority && !rightsOf(authority).includes('overdraft')) return { may: false, stops: false };
  const most = authority?.scopes.largestOverdraft ?? null;
  if (most === null) return { may: true, stops: true };
  const bound = parseAmount(most, scale)!;
  const isWithin = call.overdrawn + found.over <= bound && found.total <= bound;
  return { may: found.over === 0n || isWithin, stops: false };
}

/** Records a cost: what is called is after it as told, and what it passed stops what it stops. */
export function record(
  model: Model,
  call: Call,
  after: Call,
  found: Passing,
  stops: boolean,
  now: number,
): void {
  const payer = model.node(model.payer(call.budgetId));
  const until = Math.max(...found.limits.map(({ end }) => end));
  const isPausing = found.limits.some(
    ({ stops: id }) => id !== null && model.limits.get(id)!.budgetId === payer.id,
  );
  const isStopped = stops && found.limits.length > 0 && until > now && !isPausing;
  const isOwn = payer.id === call.budgetId;
  const stop = () => isStopped && stopUntil(payer, until === Infinity ? null : until);
  model.note(call.budgetId, () => {
    Object.assign(call, after, { overdrawn: call.overdrawn + found.over });
    if (isOwn) stop();
  });
  if (!isOwn && stop()) payer.version += 1;
  if (stops)
    pauseBy(
      model,
      found.limits.flatMap(({ stops: id }) => id ?? []),
    );
}
