import { baselineOf, limitInForce } from '../../core/baselines.js';
import { timeText, type EntryContent, type EnvelopeView } from '../../core/entries.js';
import { formatAmount } from '../../core/money.js';
import { canonicalText } from '../../core/canonical.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';
import { auditedScale, countedBy } from '../metrics.js';
import { readUnits } from '../units.js';

/** What the journal records of one envelope. */
export interface ReplayedEnvelope {
  view: EnvelopeView;
  /** Whether it is theirs who reach above its budget; what comes with a delegation is. */
  fromAbove: boolean;
  /** When the entry was written that made it, and the one that ended it (RFC 3339). */
  madeAt: string;
  endedAt: string | null;
  /** Of the budget, and the newest entry about it. */
  place: DifferencePlace;
}

/** The envelopes of a tree as the journal records them; those that were deleted stay. */
export class Envelopes {
  readonly replayed = new Map<string, ReplayedEnvelope>();

  constructor(
    private readonly scale: number,
    private readonly differences: Differences,
  ) {}

  /** Takes an accepted entry. */
  add(place: DifferencePlace, { at, by, kind, envelope, envelopes = [] }: EntryContent): void {
    if (kind === 'appraise') expectSame(place, 'principal of the appraisal', 'purser', by);
    for (const view of envelopes) this.differences.check(() => this.begin(place, view, at, kind));
    if (envelope && kind === 'envelope_create') this.begin(place, envelope, at, kind);
    else if (envelope) this.change(place, envelope, kind, at);
  }

  private begin(
    place: DifferencePlace,
    view: EnvelopeView,
    madeAt: string,
    kind: EntryContent['kind'],
  ): void {
    const at = { ...place, envelopeId: view.id };
    if (this.replayed.has(view.id)) throw different(at, 'envelope that is made', 'made before', 'made again');
    const fromAbove = kind === 'delegate' || view.fromAbove === true;
    this.replayed.set(view.id, { view, fromAbove, madeAt, endedAt: null, place: at });
    expectSame(at, 'budget of the envelope', place.budgetId, view.budgetId);
    this.expectWorkedOut(at, view);
  }

  private change(place: DifferencePlace, view: EnvelopeView, kind: EntryContent['kind'], time: string): void {
    const at = { ...place, envelopeId: view.id };
    const before = this.replayed.get(view.id);
    const endedAt = kind === 'envelope_delete' ? time : null;
    const fromAbove = before?.fromAbove ?? false;
    this.replayed.set(view.id, { view, fromAbove, madeAt: before?.madeAt ?? time, endedAt, place: at });
    if (!before || before.endedAt !== null)
      throw different(at, 'envelope that is changed', 'none in force', view.id);
    // Only these change; another window or match would be another envelope.
    const { name, limit, onExceed, approve, relative, baseline } = view;
    const mayChange =
      kind === 'appraise' ? { limit, baseline } : { name, limit, onExceed, approve, relative, baseline };
    expectSame(
      at,
      'what of an envelope never changes',
      canonicalText({ ...before.view, ...mayChange, fromAbove: fromAbove || undefined }),
      // Entries from before it was recorded do not say that an envelope came with the delegation.
      canonicalText({ ...view, fromAbove: view.fromAbove ?? (fromAbove || undefined) }),
    );
    this.expectWorkedOut(at, view);
  }

  /** A relative limit is the one that the recorded past amounts to. */
  private expectWorkedOut(place: DifferencePlace, { relative, baseline, metric, limit }: EnvelopeView): void {
    if (!relative) return expectSame(place, 'baseline of a fixed limit', undefined, baseline && baseline.at);
    const scale = auditedScale(metric, this.scale);
    if (baseline) {
      const { windows } = baseline;
      const total = readUnits(baseline.total, scale);
      if (total === null)
        throw different(place, 'total of the baseline', 'an amount or a count', baseline.total);
      expectSame(place, 'windows of the baseline', true, Number.isSafeInteger(windows) && windows > 0);
      for (const time of ['at', 'from', 'to'] as const)
        expectSame(place, `${time} of the baseline`, true, isTime(baseline[time]));
      const [from, to, at] = [baseline.from, baseline.to, baseline.at].map((time) => Date.parse(time));
      const past = { from: from!, to: to!, total, windows };
      const replayed = baselineOf(past, scale, countedBy(metric).isMoney ? 'amount' : 'count', at!);
      expectSame(place, 'baseline', canonicalText(replayed), canonicalText(baseline));
    }
    const worked = limitInForce(relative, baseline ?? null, scale);
    expectSame(place, 'limit in force', worked === null ? null : formatAmount(worked, scale), limit);
  }
}

const isTime = (text: string): boolean =>
  Number.isFinite(Date.parse(text)) && timeText(Date.parse(text)) === text;
