import { used, type Balances } from '../../core/balances.js';
import { canonicalText, type JsonObject } from '../../core/canonical.js';
import { timeText, type EntryContent, type SettingsView } from '../../core/entries.js';
import type { Violation } from '../../core/violations.js';
import { Chain, unitsOf } from '../chain.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import { Reservations } from './reservations.js';
import { requestKeyOf } from '../request-key.js';
import type { AuditedEntry } from '../sql/rows.js';
import type { ReplayedTree } from './tree.js';
import { Ratings } from './ratings.js';

const KEYS_LEFT = 'keys that a revocation ends in the entries that follow';
const KEYS_OF_PART = 'keys that a revocation ends which leaves some';

/** As many keys as one decision revokes. */
const MOST_REVOKED = 10_000;

/** What the journal records of one budget. */
export class ReplayedBudget {
  readonly chain: Chain;
  readonly reservations: Reservations;
  /** As the newest entry that has them; null before the first entry. */
  settings: SettingsView | null = null;
  /** Whether the policy is theirs who reach above the budget. */
  policyFromAbove = false;
  guarantee = 0n;
  ceiling = 0n;
  createdAt = 0;
  parentId: string | null = null;
  /** What its maker calls it among the open children of its parent. */
  ref: string | null = null;
  /** Canonical text of the policy that came with the first entry. */
  private firstPolicy = '';
  /** Those of the newest entry. */
  private tick = 0;
  private at: string | null = null;
  /** Whether a close has let go of holds and not yet taken back what they held. */
  private emptying = false;
  /** How many keys the entries that follow have to end, because a revocation said so. */
  private keysLeft = 0;

  constructor(
    private readonly tree: ReplayedTree,
    readonly id: string,
  ) {
    this.chain = new Chain(tree.id, id, tree.scale);
    const ratings = new Ratings(tree.scale, tree.prices, tree.tiers);
    this.reservations = new Reservations(tree.scale, tree.counters, tree.charged, ratings, tree.differences);
  }

  get place(): DifferencePlace & { budgetId: string } {
    return { treeId: this.tree.id, budgetId: this.id };
  }

  /** Takes the next entry. It is held against the entries before it, one rule after the other. */
  add(row: AuditedEntry): void {
    const place = { treeId: this.tree.id, budgetId: this.id, version: row.version };
    let content: EntryContent | null = null;
    this.check(place, () => void (content = this.chain.add(row)));
    content ??= this.chain.follow(row);
    this.check(place, () => this.expectLater(place, row.tick));
    this.tick = row.tick;
    if (!content) return;
    this.take(place, content, row.at);
    this.at = timeText(row.at);
  }

  private take(place: DifferencePlace, content: EntryContent, at: number): void {
    const check = (work: () => void): void => this.check(place, work);
    if (place.version === 1) check(() => this.begin(place, content, at));
    check(() => this.tree.keys.acts(place, content));
    check(() => this.tree.alerts.add(place, content, this.tick));
    check(() => this.expectKeysEnded(place, content));
    check(() =>
      this.tree.labels.add({ ...place, budgetId: this.id }, content, this.tick, this.settled(content)),
    );
    if (content.outcome === 'denied') return check(() => this.denied(place, content));
    if (this.tick > this.tree.newest) this.tree.newest = this.tick;
    check(() => this.expectReasons(place, content));
    check(() => this.expectEmptied(place, content));
    check(() => content.settings && this.settle(place, content.settings));
    check(() => this.tree.envelopes.add(place, content));
    check(() => this.tree.prices.add(place, content));
    check(() => this.tree.keys.add(place, content));
    const isSince = this.tick >= this.tree.settledSince;
    check(() => this.reservations.add(place, content, isSince ? { former: this.at } : null));
    if (content.kind === 'delegate' && content.cause) this.tree.delegated(content.cause.budgetId, this.id);
    check(() => this.obeys(place));
  }

  /** The labels that settlements before an entry gave its reservation. */
  private settled({ reservation }: EntryContent): JsonObject {
    return reservation ? this.reservations.evidence.labelsOf(reservation.id) : {};
  }

  /** Makes a check of an entry; one that is not written like an entry is a difference as well. */
  private check(place: DifferencePlace, work: () => void): void {
    const { differences } = this.tree;
    try {
      differences.check(work);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const what = 'content of the entry (it cannot be read)';
      differences.add(different(place, what, 'an entry as entries are written', error.message).difference);
    }
  }

  /** The entries of a budget are in their order: their ticks never go back. */
  private expectLater(place: DifferencePlace, tick: number): void {
    if (tick < this.tick) throw different(place, 'column tick (it goes back)', `${this.tick} or more`, tick);
  }

  private begin(place: DifferencePlace, content: EntryContent, at: number): void {
    this.createdAt = at;
    expectSame(
      place,
      'kind of the first entry',
      this.id === this.tree.id ? 'create' : 'delegate',
      content.kind,
    );
    if (this.id === this.tree.id) this.expectTree(place, content);
    else this.parentId = content.parentId ?? null;
    this.ref = content.ref ?? null;
    if (this.id === this.tree.id) expectSame(place, 'ref of a root', null, this.ref);
    expectSame(place, 'outcome of the first entry', 'accepted', content.outcome);
    expectSame(place, 'settings in the first entry', true, content.settings !== undefined);
    expectSame(place, 'first revision', 1, content.settings?.revision);
  }

  /** The first entry of a root has what the tree's row has. */
  private expectTree(place: DifferencePlace, content: EntryContent): void {
    const { facts } = this.tree;
    const same = (what: string, journal: string | number | null | undefined, table: string | number | null) =>
      this.check(place, () => expectSame(place, `${what} of the tree`, journal, table));
    for (const fact of ['currency', 'scale', 'timezone'] as const)
      same(fact, content.tree?.[fact], facts[fact]);
    same('creation_key', requestKeyOf(content), facts.creationKey);
    same('created_at', content.at, timeText(facts.createdAt));
  }

  /** A denial changes nothing but counters of denials: no balance, no setting, no envelope, no reservation. */
  private denied(place: DifferencePlace, content: EntryContent): void {
    expectSame(place, 'deltas of a denied entry', '{}', canonicalText(content.deltas));
    for (const key of [
      'envelope',
      'envelopes',
      'externalId',
      'key',
      'keysEnded',
      'metadata',
      'price',
      'pricesEnded',
      'rating',
      'usage',
      'usageBefore',
    ] as const)
      expectSame(place, `${key} of a denied entry`, false, key in content);
    this.tree.counters.deny(place, content);
    if (content.reservation) this.reservations.denied(place, content.reservation);
    if (content.settings)
      expectSame(
        place,
        'settings after a denial',
        canonicalText(this.settings),
        canonicalText(content.settings),
      );
  }

  /** A rule pauses and says which; a person resumes what is paused and says why. */
  private expectReasons(place: DifferencePlace, content: EntryContent): void {
    const { kind, cause, notices = [], reason, settings } = content;
    // What another budget's resume did to the money of this one is no resume of it.
    if (kind === 'resume' && !cause && this.settings?.state === 'paused')
      expectSame(place, 'reason of the resume', true, (reason ?? '').trim() !== '');
    // What the service resumes by itself had an end, and that has come.
    if (kind === 'resume' && !cause && content.by === 'purser')
      expectSame(place, 'end of the pause', true, (this.settings?.pausedUntil ?? '~') <= content.at);
    if (settings?.pausedUntil !== undefined) this.expectEnd(place, settings, notices);
    this.expectFromAbove(place, content);
    if (kind !== 'pause') return;
    expectSame(place, 'settings.state after pause', 'paused', settings?.state);
    const envelopeId = cause?.envelopeId;
    const named =
      envelopeId === undefined
        ? cause?.reservationId !== undefined && notices.some(({ exceededBy }) => exceededBy !== undefined)
        : notices.some((notice) => notice.envelopeId === envelopeId);
    expectSame(place, 'limit that paused', true, named);
  }

  /**
   * What those above stop they freeze, or it passed a limit of theirs: one that lies above, one that they set on the budget,
   * or the money that they gave.
   */
  private expectFromAbove(place: DifferencePlace, { kind, notices = [], settings }: EntryContent): void {
    if (!settings?.stoppedFromAbove || this.settings?.stoppedFromAbove || kind === 'freeze') return;
    const isTheirs = ({ budgetId, envelopeId }: Violation): boolean => {
      if (budgetId !== this.id) return true;
      if (envelopeId === undefined) return this.parentId !== null;
      return this.tree.envelopes.replayed.get(envelopeId)?.fromAbove === true;
    };
    expectSame(place, 'limit from above that stopped', true, notices.some(isTheirs));
  }

  /** What goes on by itself is paused, until the last of the windows has ended that were passed. */
  private expectEnd(
    place: DifferencePlace,
    { state, pausedUntil }: SettingsView,
    notices: readonly Violation[],
  ): void {
    expectSame(place, 'settings.state of a pause that ends', 'paused', state);
    if (pausedUntil === this.settings?.pausedUntil) return;
    const ends = notices.flatMap(({ exceededBy, resetsAt }) => (exceededBy && resetsAt ? [resetsAt] : []));
    expectSame(place, 'end of the pause', ends.sort().at(-1), pausedUntil);
  }

  /**
   * A hold that a close lets go, or pays, leaves its money on the budget. What follows is another such hold, or the close that takes
   * all of it back; only where that takes several decisions something else may come between.
   */
  private expectEmptied(
    place: DifferencePlace,
    { kind, cause, reservation, settings, deltas }: EntryContent,
  ): void {
    const isEnd = kind === 'release' || kind === 'expire_commit';
    const lets = isEnd && cause !== undefined && reservation !== undefined;
    if (lets) expectSame(place, 'deltas.allocated of what a close lets go', undefined, deltas.allocated);
    if (lets && this.settings?.state !== 'closing') this.emptying = true;
    else if (this.emptying) {
      expectSame(place, 'entry after what a close let go', 'close closed', `${kind} ${settings?.state}`);
      this.emptying = false;
    }
  }

  /**
   * A revocation of many keys says how many more of them end in the entries that follow: these come at once, end so many, and
   * come after nothing else.
   */
  private expectKeysEnded(
    place: DifferencePlace,
    { kind, cause, keysEnded = [], moreKeysEnded = 0, keysRemain }: EntryContent,
  ): void {
    if (keysRemain) expectSame(place, KEYS_OF_PART, MOST_REVOKED, keysEnded.length + moreKeysEnded);
    const left = this.keysLeft;
    const follows = kind === 'key_revoke' && cause?.budgetId === this.id;
    this.keysLeft = follows ? Math.max(0, left - keysEnded.length) : moreKeysEnded;
    if (!follows) expectSame(place, KEYS_LEFT, 0, left);
    else if (keysEnded.length === 0 || keysEnded.length > left)
      throw different(place, KEYS_LEFT, `1 to ${left}`, keysEnded.length);
  }

  /** All of the budget's journal is replayed. */
  finish(): void {
    const last = { ...this.place, version: this.chain.version };
    this.check(last, () => expectSame(last, KEYS_LEFT, 0, this.keysLeft));
    this.tree.labels.replayed(this.id);
  }

  private settle(place: DifferencePlace, settings: SettingsView): void {
    const before = this.settings;
    this.settings = settings;
    this.guarantee = unitsOf(place, 'settings.guarantee', settings.guarantee, this.tree.scale);
    this.ceiling = unitsOf(place, 'settings.ceiling', settings.ceiling, this.tree.scale);
    this.policyFromAbove = this.isPolicyFromAbove(settings, before === null);
    this.check(place, () =>
      this.tree.labels.settle({ ...place, budgetId: this.id }, this.parentId, this.tick, settings),
    );
    const revision = before?.revision ?? 1;
    if (settings.revision !== revision && settings.revision !== revision + 1)
      throw different(place, 'settings.revision', `${revision} or ${revision + 1}`, settings.revision);
    const isFinal =
      before?.state === 'closed' || (before?.state === 'closing' && settings.state !== 'closing');
    if (isFinal) expectSame(place, 'settings.state', 'closed', settings.state);
    const goesOn = ['active', 'closing', 'closed'].includes(settings.state);
    if (goesOn) expectSame(place, 'settings.stoppedFromAbove', undefined, settings.stoppedFromAbove);
  }

  /** Entries from before it was recorded say nothing of it: the policy of the delegation was from above, others were not. */
  private isPolicyFromAbove({ policy, policyFromAbove }: SettingsView, isFirst: boolean): boolean {
    if (policy === null || this.id === this.tree.id) return false;
    const text = canonicalText(policy);
    if (isFirst) this.firstPolicy = text;
    return policyFromAbove ?? text === this.firstPolicy;
  }

  /** Nothing overspends: the limits that every version of a budget keeps to. */
  private obeys(place: DifferencePlace): void {
    const broken = brokenRule(
      this.chain.balances,
      this.guarantee,
      this.ceiling,
      this.emptying ? 'closing' : this.settings?.state,
    );
    if (broken) throw different(place, `limits of the budget: ${broken}`, 'kept', 'broken');
  }
}

/** Which rule about its money a budget does not keep to, if any. */
function brokenRule(b: Balances, guarantee: bigint, ceiling: bigint, state = 'active'): string | null {
  const using = used(b);
  const free = b.allocated + b.overdraft - using;
  const most = guarantee > using ? guarantee : using;
  if (b.allocated < 0n || b.reserved < 0n || b.delegated < 0n || b.spent < 0n || b.overdraft < 0n)
    return 'no balance is negative';
  if (free < 0n) return 'what is used is covered, or recorded as overdraft';
  if (b.overdraft > 0n && free > 0n) return 'what is owed is not covered';
  // A closed budget is given nothing to use, but is given what turns out to have been used.
  if (guarantee > ceiling || (b.allocated > ceiling && state !== 'closed' && state !== 'closing'))
    return 'guarantee and allocation are within the ceiling';
  if (state === 'closed') {
    if (b.reserved > 0n || b.allocated > using)
      return 'a closed budget holds nothing, and has only what it used';
  } else if (b.allocated < guarantee || (b.allocated > most && state !== 'closing'))
    return 'it is allocated its guarantee, or what it uses';
  return null;
}
