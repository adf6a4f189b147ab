import type { Charge, EntryContent } from '../../core/entries.js';
import { readUnits } from '../units.js';
import { noWeights, type AuditedWeights } from '../metrics.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';

/**
 * What the journal records of one counter. Whether it counts money or calls is known when all envelopes are; until then
 * everything is read as money, and a count is so many whole units of the currency.
 */
export interface ReplayedCounter {
  id: string;
  /** How many entries changed it. */
  charges: number;
  /** Sum of their changes, in units of the tree. */
  used: bigint;
  /** How many of them said what was there before. */
  seeds: number;
  /** How many found it empty, and were of a reservation made before: it may have been freed by then. */
  late: number;
  /** How many of them took up a name. */
  names: number;
  /** How many of them were denials. */
  denials: number;
  /** When the first and the last of its reservations were made (RFC 3339): within its window. Null where it has none. */
  span: { first: string; last: string } | null;
  /** What the reservations charged to it weigh by now. */
  weights: AuditedWeights;
  /** Of the budget and the entry where the counter was first seen. */
  place: DifferencePlace;
}

/** The counters of a tree as the journal records them. */
export class Counters {
  readonly replayed = new Map<string, ReplayedCounter>();

  constructor(
    private readonly scale: number,
    private readonly differences: Differences,
  ) {}

  /**
   * Adds one charge of an accepted entry of a kind, for a reservation made at that time; answers its counter, or null for a limit
   * that was only looked at.
   */
  charge(
    place: DifferencePlace,
    charge: Charge,
    { kind, made }: { kind: EntryContent['kind']; made: string },
    noticed: ReadonlySet<string>,
  ): ReplayedCounter | null {
    const { counterId, delta } = charge;
    if (counterId === undefined) return null;
    const at = { ...place, counterId };
    const counter = this.counter(place, counterId);
    counter.charges += 1;
    counter.span ??= { first: made, last: made };
    if (made < counter.span.first) counter.span.first = made;
    if (made > counter.span.last) counter.span.last = made;
    const isNames = isOfNames(counterId);
    this.differences.check(() => {
      if (isNames) expectSame(at, 'charge to the counter', '1', delta);
      const by = this.read(at, 'charge to the counter', delta);
      counter.used += by;
      if (kind !== 'reserve' && kind !== 'charge' && by > 0n && this.read(at, 'use', charge.used) === by)
        counter.late += 1;
      this.expectWithin(at, charge, by, noticed);
    });
    // Names are taken up, and never given back: it is none of those that the reservation settles in.
    if (isNames) counter.names += 1;
    return isNames ? null : counter;
  }

  /** A limit is only passed where the entry says so: by a notification, or by a debt that had to be recorded. */
  private expectWithin(
    place: DifferencePlace & { counterId: string },
    { used, limit }: Charge,
    by: bigint,
    noticed: ReadonlySet<string>,
  ): void {
    const after = this.read(place, 'use of the counter after the charge', used);
    if (after < 0n) throw different(place, 'use of the counter after the charge', 'at least 0', used);
    if (limit !== undefined && by > 0n && after > this.read(place, 'limit of the charge', limit))
      expectSame(place, 'notice of the passed limit', true, noticed.has(envelopeIdOf(place.counterId)));
  }

  /** Takes what a denied entry charges: one to each counter of denials, and nothing to any other. */
  deny(place: DifferencePlace, { kind, charges, notices = [] }: EntryContent): void {
    if (!charges) return;
    expectSame(place, 'charges of a denied entry', true, charges.length > 0);
    expectSame(place, 'kind of a denial that is counted', 'reserve', kind);
    const noticed = new Set(notices.flatMap((notice) => notice.envelopeId ?? []));
    for (const { counterId, delta, used, limit } of charges) {
      if (counterId === undefined) throw different(place, 'charges of a denied entry', 'counters', 'a limit');
      const at = { ...place, counterId };
      expectSame(at, 'charge to the counter', '1', delta);
      const counter = this.counter(place, counterId);
      counter.charges += 1;
      counter.denials += 1;
      if (isOfNames(counterId)) counter.names += 1;
      counter.used += this.read(at, 'charge to the counter', delta);
      if (
        limit !== undefined &&
        this.read(at, 'use of the counter after the charge', used) >
          this.read(at, 'limit of the charge', limit)
      )
        expectSame(at, 'notice of the passed limit', true, noticed.has(envelopeIdOf(counterId)));
    }
  }

  /** Takes the vendors that an envelope for new ones knows from its beginning: each was paid once, as far as it cares. */
  seed(place: DifferencePlace, { kind, envelope, charges = [] }: EntryContent): void {
    for (const { counterId, delta, used } of charges) {
      if (counterId === undefined) continue;
      const at = { ...place, counterId };
      const isItsOwn = kind === 'envelope_create' && envelope?.match.newVendors === true;
      expectSame(
        at,
        'charges without a reservation',
        true,
        isItsOwn && counterId.startsWith(`${envelope.id}/lifetime/`),
      );
      expectSame(at, 'charge to the counter', '1', delta);
      expectSame(at, 'use of the counter after the charge', '1', used);
      const counter = this.counter(place, counterId);
      counter.charges += 1;
      counter.seeds += 1;
      counter.used += this.read(at, 'charge to the counter', delta);
    }
  }

  private counter(place: DifferencePlace, id: string): ReplayedCounter {
    let counter = this.replayed.get(id);
    if (!counter) {
      counter = {
        id,
        charges: 0,
        denials: 0,
        names: 0,
        late: 0,
        seeds: 0,
        used: 0n,
        span: null,
        weights: noWeights(),
        place,
      };
      this.replayed.set(id, counter);
    }
    return counter;
  }

  private read(place: DifferencePlace, what: string, text: string | undefined): bigint {
    const units = readUnits(text, this.scale);
    if (units === null) throw different(place, what, 'an amount or a count', text);
    return units;
  }
}

/** Whether a counter counts how many names its envelope took up in a day: the key of no vendor, category or run. */
export const isOfNames = (counterId: string): boolean => counterId.split('/').slice(2).join('/') === '*';

/** The envelope that a counter's id begins with. */
export const envelopeIdOf = (counterId: string): string => counterId.slice(0, counterId.indexOf('/'));
