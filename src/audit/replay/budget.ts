import { used, type Balances } from '../../core/balances.js';
import { canonicalText } from '../../core/canonical.js';
import type { EntryContent, SettingsView } from '../../core/entries.js';
import { Chain, unitsOf, type EntryRow } from '../chain.js';
import { different, expectSame, type Place } from '../difference.js';
import { Reservations } from './reservations.js';
import type { ToldTree } from './tree.js';

/** What the journal tells of one budget. */
export class ToldBudget {
  readonly chain: Chain;
  readonly reservations: Reservations;
  /** As the newest entry that tells them has them; null before the first entry. */
  settings: SettingsView | null = null;
  guarantee = 0n;
  ceiling = 0n;
  createdAt = 0;
  parentId: string | null = null;

  constructor(
    private readonly tree: ToldTree,
    readonly id: string,
  ) {
    this.chain = new Chain(tree.id, id, tree.scale);
    this.reservations = new Reservations(tree.scale, tree.counters);
  }

  get place(): Place {
    return { treeId: this.tree.id, budgetId: this.id };
  }

  /** Takes the next entry. Throws a DifferenceFound. */
  add(row: EntryRow): void {
    const content = this.chain.add(row);
    const place = { treeId: this.tree.id, budgetId: this.id, version: row.version };
    if (row.version === 1) this.begin(place, content, row.at);
    if (content.outcome === 'denied') return this.denied(place, content);
    this.expectReasons(place, content);
    if (content.settings) this.settle(place, content.settings);
    this.tree.envelopes.add(place, content);
    this.tree.keys.add(place, content);
    this.reservations.add(place, content);
    if (content.kind === 'delegate' && content.cause) this.tree.delegated(content.cause.budgetId, this.id);
    this.obeys(place);
  }

  private begin(place: Place, content: EntryContent, at: number): void {
    this.createdAt = at;
    expectSame(
      place,
      'kind of the first entry',
      this.id === this.tree.id ? 'create' : 'delegate',
      content.kind,
    );
    if (this.id === this.tree.id)
      for (const fact of ['currency', 'scale', 'timezone'] as const)
        expectSame(place, `${fact} of the tree`, content.tree?.[fact], this.tree.facts[fact]);
    else this.parentId = content.parentId ?? null;
    expectSame(place, 'outcome of the first entry', 'accepted', content.outcome);
    expectSame(place, 'settings in the first entry', true, content.settings !== undefined);
    expectSame(place, 'first revision', 1, content.settings?.revision);
  }

  /** A denial changes nothing but counters of denials: no balance, no setting, no envelope, no reservation. */
  private denied(place: Place, content: EntryContent): void {
    expectSame(place, 'deltas of a denied entry', '{}', canonicalText(content.deltas));
    for (const key of ['envelope', 'envelopes', 'key', 'keysEnded'] as const)
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
  private expectReasons(place: Place, { kind, cause, notices, reason, settings }: EntryContent): void {
    if (kind === 'resume' && this.settings?.state === 'paused')
      expectSame(place, 'reason of the resume', true, (reason ?? '').trim() !== '');
    if (kind !== 'pause') return;
    expectSame(place, 'settings.state after pause', 'paused', settings?.state);
    const envelopeId = cause?.envelopeId;
    const named = envelopeId !== undefined && notices?.some((notice) => notice.envelopeId === envelopeId);
    expectSame(place, 'envelope that paused', true, named);
  }

  private settle(place: Place, settings: SettingsView): void {
    const before = this.settings?.revision ?? 1;
    if (settings.revision !== before && settings.revision !== before + 1)
      throw different(place, 'settings.revision', `${before} or ${before + 1}`, settings.revision);
    if (this.settings?.state === 'closed') expectSame(place, 'settings.state', 'closed', settings.state);
    this.settings = settings;
    this.guarantee = unitsOf(place, 'settings.guarantee', settings.guarantee, this.tree.scale);
    this.ceiling = unitsOf(place, 'settings.ceiling', settings.ceiling, this.tree.scale);
  }

  /** Nothing overspends: the limits that every version of a budget keeps to. */
  private obeys(place: Place): void {
    const broken = brokenRule(
      this.chain.balances,
      this.guarantee,
      this.ceiling,
      this.settings?.state === 'closed',
    );
    if (broken) throw different(place, `limits of the budget: ${broken}`, 'kept', 'broken');
  }
}

/** Which rule about its money a budget does not keep to, if any. */
function brokenRule(b: Balances, guarantee: bigint, ceiling: bigint, closed: boolean): string | null {
  const using = used(b);
  const free = b.allocated + b.overdraft - using;
  const most = guarantee > using ? guarantee : using;
  if (b.allocated < 0n || b.reserved < 0n || b.delegated < 0n || b.spent < 0n || b.overdraft < 0n)
    return 'no balance is negative';
  if (free < 0n) return 'what is used is covered, or recorded as overdraft';
  if (b.overdraft > 0n && free > 0n) return 'what is owed is not covered';
  if (guarantee > ceiling || b.allocated > ceiling) return 'guarantee and allocation are within the ceiling';
  if (closed) {
    if (b.reserved > 0n || b.allocated > using)
      return 'a closed budget holds nothing, and has only what it used';
  } else if (b.allocated < guarantee || b.allocated > most)
    return 'it is allocated its guarantee, or what it uses';
  return null;
}
