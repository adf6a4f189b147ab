import type { EntryContent, EnvelopeView } from '../../core/entries.js';
import { canonicalText } from '../../core/canonical.js';
import { different, expectSame, type Place } from '../difference.js';

/** What the journal tells of one envelope. */
export interface ToldEnvelope {
  view: EnvelopeView;
  deleted: boolean;
  /** Of the budget, and the newest entry that tells of it. */
  place: Place;
}

/** The envelopes of a tree as the journal tells them; those that were deleted stay. */
export class Envelopes {
  readonly told = new Map<string, ToldEnvelope>();

  /** Takes what an accepted entry tells. */
  add(place: Place, { kind, envelope, envelopes = [] }: EntryContent): void {
    for (const view of envelopes) this.begin(place, view);
    if (envelope && kind === 'envelope_create') this.begin(place, envelope);
    else if (envelope) this.change(place, envelope, kind === 'envelope_delete');
  }

  private begin(place: Place, view: EnvelopeView): void {
    const at = { ...place, envelopeId: view.id };
    if (this.told.has(view.id)) throw different(at, 'envelope that is made', 'made before', 'made again');
    expectSame(at, 'budget of the envelope', place.budgetId, view.budgetId);
    this.told.set(view.id, { view, deleted: false, place: at });
  }

  private change(place: Place, view: EnvelopeView, deleted: boolean): void {
    const at = { ...place, envelopeId: view.id };
    const before = this.told.get(view.id);
    if (!before || before.deleted) throw different(at, 'envelope that is changed', 'none in force', view.id);
    // Only these change; another window or match would be another envelope.
    const { name, limit, onExceed, approve } = view;
    expectSame(
      at,
      'what of an envelope never changes',
      canonicalText({ ...before.view, name, limit, onExceed, approve }),
      canonicalText(view),
    );
    this.told.set(view.id, { view, deleted, place: at });
  }
}
