import { canonicalText } from '../../core/canonical.js';
import type { EntryContent, KeyEnd, JournaledKey } from '../../core/entries.js';
import { ADMIN } from '../../core/keys.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';
import { Actors } from './actors.js';

/** What the journal records of one key. */
export interface ReplayedKey {
  view: JournaledKey;
  /** Its own id in entries that name no holder. */
  holder: string;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  /** Of the budget, and the newest entry about it. */
  place: DifferencePlace;
}

/** The keys of a tree as the journal records them, whose they are, and what ended them. */
export class Keys {
  readonly replayed = new Map<string, ReplayedKey>();
  private readonly ends: { place: DifferencePlace; end: KeyEnd }[] = [];
  private readonly actors = new Actors();

  constructor(private readonly differences: Differences) {}

  /** Takes who made an entry, and with which key. */
  acts(place: DifferencePlace, content: EntryContent): void {
    this.actors.add(place, content);
  }

  /** Takes an accepted entry. */
  add(place: DifferencePlace, content: EntryContent): void {
    const { key, keysEnded = [] } = content;
    if (key) this.begin(place, key, content);
    // A key may be ended by the entry of a budget above its own, which is replayed in another order.
    for (const end of keysEnded) this.ends.push({ place, end });
  }

  /** All of the tree is replayed. */
  finish(): void {
    for (const { place, end } of this.ends) {
      const key = this.replayed.get(end.id);
      if (!key || key.revokedAt !== null) {
        const at = { ...place, keyId: end.id };
        this.differences.add(different(at, 'key that is ended', 'one that works', end.id).difference);
        continue;
      }
      if (end.revoked) key.revokedAt = end.at;
      else key.expiresAt = end.at;
      key.place = { ...place, keyId: end.id };
    }
    for (const key of this.replayed.values()) this.differences.check(() => this.expectNoLonger(key));
    this.actors.finish(this.replayed, this.differences);
  }

  private begin(place: DifferencePlace, view: JournaledKey, content: EntryContent): void {
    const here = { ...place, keyId: view.id };
    if (this.replayed.has(view.id)) throw different(here, 'key that is made', 'made before', 'made again');
    const { expiresAt, holder = view.id } = view;
    this.replayed.set(view.id, {
      view,
      holder,
      createdAt: content.at,
      expiresAt,
      revokedAt: null,
      place: here,
    });
    expectSame(here, 'budget of the key', place.budgetId, view.budgetId);
    if (view.holder !== undefined) this.expectLineage(here, view, content);
  }

  /** Whose a key is follows from who made it and how: nobody gets into the name of somebody else. */
  private expectLineage(
    place: DifferencePlace,
    view: JournaledKey,
    { kind, by, request, keysEnded }: EntryContent,
  ): void {
    const { issuedBy = [] } = view;
    expectSame(place, 'holder in the chain of the key', false, issuedBy.includes(view.holder!));
    if (kind === 'key_rotate') {
      const old = this.replayed.get(keysEnded?.[0]?.id ?? '');
      expectSame(place, 'holder of the rotated key', old?.holder, view.holder);
      expectSame(place, 'key whose place is taken', old?.view.id, view.madeFrom ?? null);
      const before = old?.view.issuedBy ?? [];
      const handed = by === ADMIN || by === old?.holder || issuedBy.includes(by);
      expectSame(place, 'the rotating holder in the chain of the key', true, handed);
      expectSame(
        place,
        'chain of the rotated key in its own',
        true,
        before.every((one) => issuedBy.includes(one)),
      );
      return;
    }
    const key = request?.credential ?? (by.startsWith('key_') ? by : null);
    expectSame(place, 'key that issued it', key, view.madeFrom ?? null);
    if (view.holder === view.id) {
      expectSame(place, 'issuer of the key', by === ADMIN ? null : by, issuedBy[0] ?? null);
      return;
    }
    expectSame(place, 'holder of the key', by, view.holder);
    const isOwn = kind === 'key_issue' && view.role !== 'agent' && by !== ADMIN;
    expectSame(place, 'key for oneself', true, isOwn);
  }

  /** What is given away ends with its giver at the latest, and its chain is the giver's. */
  private expectNoLonger({ place, view, holder }: ReplayedKey): void {
    const { madeFrom, issuedBy = [] } = view;
    if (!madeFrom) return;
    const giver = this.replayed.get(madeFrom);
    if (!giver) throw different(place, 'key that it was made from', 'none', madeFrom);
    const end = giver.view.expiresAt;
    if (end !== null && (view.expiresAt === null || view.expiresAt > end))
      throw different(place, 'end of the key', `${end} or before`, view.expiresAt);
    const before = giver.view.issuedBy ?? [];
    const chain = holder === giver.holder ? before : [giver.holder, ...before];
    // A key that takes the place of another may have been handed out by one more.
    const expected = holder === giver.holder ? before.filter((one) => issuedBy.includes(one)) : issuedBy;
    expectSame(place, 'chain of the key', canonicalText(chain), canonicalText(expected));
  }
}
