import { canonicalText, type JsonObject } from '../../core/canonical.js';
import type { EntryContent, ReservationView } from '../../core/entries.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';

type Usage = Record<string, number>;

/** What the settlements of a reservation said of themselves. */
interface Said {
  labels: Map<string, JsonObject[string]>;
  /** In millionths. */
  returned: Map<string, number>;
  refundName: string | null;
}

/** Labels that a reservation keeps of its settlements, and bytes of them that entries repeat. */
const KEPT = 32;
const REPEATED = 1_024;

const LABELLED: readonly string[] = ['commit', 'refund'];
const NAMED: readonly string[] = ['refund', 'dispute_uphold'];

/** What commits and refunds said of themselves, by reservation: most have said nothing. */
export class SettlementRecords {
  private readonly said = new Map<string, Said>();

  /** The labels that the settlements of a reservation have given it so far. */
  labelsOf(id: string): JsonObject {
    return Object.fromEntries(this.said.get(id)?.labels ?? []);
  }

  /** Takes an accepted entry of a reservation; `used` is what its commits have reported. */
  add(place: DifferencePlace, content: EntryContent, view: ReservationView, used: Usage | undefined): void {
    const { externalId, kind, metadata, usage } = content;
    if (metadata !== undefined) {
      const count = Object.keys(metadata).length;
      expectSame(place, 'kind of an entry with labels of its own', true, LABELLED.includes(kind));
      expectSame(place, 'labels of one settlement: 1 to 32', true, count >= 1 && count <= KEPT);
      this.label(view.id, metadata);
    }
    if (externalId !== undefined) {
      expectSame(place, 'kind of an entry with a name of its own', true, NAMED.includes(kind));
      this.of(view.id).refundName = externalId;
    }
    if (kind === 'refund' && usage !== undefined) this.giveBack(place, view.id, usage, used ?? {});
    this.expectShown(place, view);
  }

  /** A reservation as a later entry has it. */
  expectShown(place: DifferencePlace, view: ReservationView): void {
    const { labels, returned, refundName } = this.of(view.id, false);
    expectSame(place, 'reservation.refundExternalId', refundName, view.refundExternalId ?? null);
    expectSame(place, 'reservation.refundedUsage', usageText(returned), textOf(view.refundedUsage));
    const names = [...labels.keys()].sort();
    const text = (count: number): string =>
      canonicalText(Object.fromEntries(names.slice(0, count).map((name) => [name, labels.get(name)!])));
    let fitting = names.length;
    while (Buffer.byteLength(text(fitting)) > REPEATED) fitting -= 1;
    const shown = names.length === 0 ? null : text(fitting);
    expectSame(place, 'reservation.settlementMetadata', shown, textOf(view.settlementMetadata));
    const omitted = names.length - fitting;
    expectSame(place, 'reservation.settlementMetadataOmitted', omitted, view.settlementMetadataOmitted ?? 0);
  }

  /** What the row of a reservation is to say. */
  rowOf(id: string): { labels: string | null; returned: string | null; refundName: string | null } {
    const { labels, returned, refundName } = this.of(id, false);
    const text = labels.size === 0 ? null : canonicalText(Object.fromEntries(labels));
    return { labels: text, returned: usageText(returned), refundName };
  }

  private of(id: string, keeps = true): Said {
    const known = this.said.get(id) ?? { labels: new Map(), returned: new Map(), refundName: null };
    if (keeps) this.said.set(id, known);
    return known;
  }

  /** What comes last is there whole; of what was there before the first by name, as far as there is room. */
  private label(id: string, own: JsonObject): void {
    const { labels } = this.of(id);
    const before = [...labels].sort(([a], [b]) => (a < b ? -1 : 1));
    labels.clear();
    for (const [name, value] of Object.entries(own)) labels.set(name, value);
    for (const [name, value] of before) if (!labels.has(name) && labels.size < KEPT) labels.set(name, value);
  }

  /** What comes back of a unit is no more than was reported of it. */
  private giveBack(place: DifferencePlace, id: string, usage: Usage, used: Usage): void {
    const { returned } = this.of(id);
    for (const [unit, quantity] of Object.entries(usage)) {
      const all = (returned.get(unit) ?? 0) + Math.round(quantity * 1e6);
      returned.set(unit, all);
      const most = Math.round((used[unit] ?? 0) * 1e6);
      if (all > most)
        throw different(place, `usage of ${unit} that came back`, `at most ${most / 1e6}`, all / 1e6);
    }
  }
}

const textOf = (value: object | undefined): string | null => (value ? canonicalText(value) : null);

const usageText = (returned: ReadonlyMap<string, number>): string | null =>
  returned.size === 0
    ? null
    : canonicalText(Object.fromEntries([...returned].map(([unit, all]) => [unit, all / 1e6])));
