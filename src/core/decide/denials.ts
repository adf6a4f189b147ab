import { currentCounter, namesBefore, violationOf, type Meter } from '../assess.js';
import type { Budget, Tree } from '../budgets.js';
import type { Draft } from '../draft.js';
import type { Charge } from '../entries.js';
import {
  counterKey,
  envelopesFor,
  MAX_FOLLOWED,
  MAX_NEW_NAMES,
  requestName,
  UNFOLLOWED,
  type Counter,
  type Envelope,
  type Wish,
} from '../envelopes.js';
import { METRIC_RULES } from '../metrics/rules.js';
import type { Violation } from '../violations.js';

/** What a denial amounts to in the envelopes that count denials. */
export interface Repetition {
  charges: Charge[];
  /** The limits that it passes. */
  notices: Violation[];
  /** Those of them that stop the budget of their envelope. */
  trips: Violation[];
}

/**
 * Counts a denied request in the envelopes that count denials. While the path is stopped there is nothing to count: the
 * stop is what denies, and nobody can be stopped twice.
 */
export function countDenial(draft: Draft, tree: Tree, path: Budget[], wish: Wish): Repetition {
  const repetition: Repetition = { charges: [], notices: [], trips: [] };
  if (path.some(({ state }) => state !== 'active')) return repetition;
  for (const envelope of envelopesFor(path, (id) => draft.envelopesOf(id), wish)) {
    if (METRIC_RULES[envelope.metric].counts !== 'denials') continue;
    const [counter, followed] = countersOf(draft, tree, envelope, wish);
    if (!counter) continue;
    repetition.charges.push(draft.charge(counter, 1n, tree.scale, envelope.limit));
    if (followed) repetition.charges.push(draft.charge(followed, 1n, tree.scale, null));
    const { used } = counter;
    if (used + 1n <= envelope.limit) continue;
    const meter: Meter = { envelope, counter, used, add: 1n, onExceed: envelope.onExceed };
    const passed = violationOf(tree, meter, draft.now);
    repetition.notices.push(passed);
    if (envelope.onExceed === 'pause') repetition.trips.push(passed);
  }
  return repetition;
}

/**
 * The counter of the request and, where it is the first of its kind in the window, that of how many are followed. Where as
 * many are followed as may be, all others are counted as one: who varies what it asks for neither fills the table nor gets
 * away. Of names that are made up so many are taken up in a day.
 */
function countersOf(draft: Draft, tree: Tree, envelope: Envelope, wish: Wish): (Counter | null)[] {
  const counter = currentCounter(draft, tree, envelope, counterKey(envelope, wish));
  if (envelope.per !== 'request') {
    const names = namesBefore(draft, envelope, counter);
    if (!names) return [counter];
    return names.used < MAX_NEW_NAMES ? [counter, names] : [];
  }
  const own = currentCounter(draft, tree, envelope, requestName(wish));
  if (own && own.used > 0n) return [own];
  return counter && counter.used < MAX_FOLLOWED
    ? [own, counter]
    : [currentCounter(draft, tree, envelope, UNFOLLOWED)];
}
