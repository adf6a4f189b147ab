import type { EntryContent, JournaledKey } from '../../core/entries.js';
import { expectSame, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';

/** An answer of somebody to the request of somebody else. */
interface Answer {
  place: DifferencePlace;
  credential: string;
  askedBy: string;
}

/** Whose request an entry of this kind answers, if any. */
const askerOf = (kind: EntryContent['kind'], reservation: EntryContent['reservation']): string | undefined =>
  kind === 'approve' || kind === 'reject'
    ? reservation?.approval?.askedBy
    : kind === 'dispute_uphold' || kind === 'dispute_reject'
      ? reservation?.dispute?.by
      : undefined;

/** Who made the entries of a tree with keys: each is the holder of the key that was sent. */
export class Actors {
  /** By holder and key: the first entry. */
  private readonly acted = new Map<string, { place: DifferencePlace; by: string; credential: string }>();
  private readonly answers: Answer[] = [];

  add(place: DifferencePlace, { by, kind, outcome, request, reservation }: EntryContent): void {
    const credential = request?.credential ?? by;
    if (!credential.startsWith('key_')) return;
    const name = `${by} ${credential}`;
    if (!this.acted.has(name)) this.acted.set(name, { place, by, credential });
    const askedBy = askerOf(kind, reservation);
    if (outcome === 'accepted' && askedBy !== undefined) this.answers.push({ place, credential, askedBy });
  }

  /** All of the tree is replayed. */
  finish(keys: ReadonlyMap<string, { holder: string; view: JournaledKey }>, differences: Differences): void {
    for (const { place, by, credential } of this.acted.values())
      differences.check(() =>
        expectSame({ ...place, keyId: credential }, 'holder who acts', keys.get(credential)?.holder, by),
      );
    for (const { place, credential, askedBy } of this.answers) {
      const chain = keys.get(credential)?.view.issuedBy ?? [];
      const at = { ...place, keyId: credential };
      differences.check(() =>
        expectSame(at, 'answer with a key from the one who asked', false, chain.includes(askedBy)),
      );
    }
  }
}
