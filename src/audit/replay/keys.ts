import type { EntryContent, KeyEnd, KeyView } from '../../core/entries.js';
import { different, expectSame, type Place } from '../difference.js';
import type { Differences } from '../differences.js';

/** What the journal tells of one key. */
export interface ToldKey {
  view: KeyView;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  /** Of the budget, and the newest entry that tells of it. */
  place: Place;
}

/** The keys of a tree as the journal tells them, and what ended them. */
export class Keys {
  readonly told = new Map<string, ToldKey>();
  private readonly ends: { place: Place; end: KeyEnd }[] = [];

  constructor(private readonly differences: Differences) {}

  /** Takes what an accepted entry tells. */
  add(place: Place, { at, key, keysEnded = [] }: EntryContent): void {
    if (key) this.begin(place, key, at);
    // A key may be ended by the entry of a budget above its own, which is told in another order.
    for (const end of keysEnded) this.ends.push({ place, end });
  }

  /** All of the tree is told. */
  finish(): void {
    for (const { place, end } of this.ends) {
      const key = this.told.get(end.id);
      if (!key || key.revokedAt !== null) {
        const at = { ...place, keyId: end.id };
        this.differences.add(different(at, 'key that is ended', 'one that works', end.id).difference);
        continue;
      }
      if (end.revoked) key.revokedAt = end.at;
      else key.expiresAt = end.at;
      key.place = { ...place, keyId: end.id };
    }
  }

  private begin(place: Place, view: KeyView, at: string): void {
    const here = { ...place, keyId: view.id };
    if (this.told.has(view.id)) throw different(here, 'key that is made', 'made before', 'made again');
    const { expiresAt } = view;
    this.told.set(view.id, { view, createdAt: at, expiresAt, revokedAt: null, place: here });
    expectSame(here, 'budget of the key', place.budgetId, view.budgetId);
  }
}
