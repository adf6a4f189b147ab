import type { PriceSource } from '../../core/prices/rating.js';
import { timeText } from '../../core/entries.js';
import { idOf } from '../../ids/ids.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';
import type { AuditedCounter } from '../sql/rows.js';

/** What the journal records of the counter of a price's tiers. */
interface ReplayedTierCounter {
  /** In millionths. */
  seen: bigint;
  charges: number;
  place: DifferencePlace;
}

/** What the tiers of prices have seen in their windows, by the usage that entries report. */
export class TierCounters {
  private readonly replayed = new Map<string, ReplayedTierCounter>();

  constructor(private readonly differences: Differences) {}

  see(place: DifferencePlace & { counterId: string }, source: PriceSource, unit: string, more: bigint): void {
    const { counterId } = place;
    const [series, , ...rest] = counterId.split('/');
    expectSame(place, 'series of the counter', 'seriesId' in source ? source.seriesId : undefined, series);
    expectSame(place, 'unit of the counter', unit, rest.join('/'));
    if (more <= 0n) return;
    const counter = this.replayed.get(counterId) ?? { seen: 0n, charges: 0, place };
    counter.seen += more;
    counter.charges += 1;
    this.replayed.set(counterId, counter);
  }

  /** Holds a row against what was seen. One without any record was made by a write that was then lost. */
  compare(tree: DifferencePlace, row: AuditedCounter): void {
    const counter = this.replayed.get(row.id);
    this.replayed.delete(row.id);
    const place = { ...tree, ...counter?.place, counterId: row.id };
    const [series, start, ...key] = row.id.split('/');
    const same = (
      what: string,
      journal: string | number | bigint | boolean | null | undefined,
      table: typeof journal,
    ) => this.differences.check(() => expectSame(place, `${what} of the counter`, journal, table));
    same('envelope_id', series, idOf('price', row.envelopeId));
    same('window_start', start, row.windowStart === -Infinity ? 'lifetime' : timeText(row.windowStart));
    same('key', key.join('/'), row.key);
    same('metric', 'usage', row.metric);
    same('used', counter?.seen ?? 0n, BigInt(row.used));
    same('version', counter?.charges ?? 0, row.version);
    same('alerts', 0, row.alerts);
    same('alert_limit', null, row.alertLimit);
    same('alert_passed', null, row.alertPassed);
    if (row.windowEnd <= row.windowStart) same('window_end', 'after its start', timeText(row.windowEnd));
  }

  /** Those of which there is no row: they are freed when their window is over, and the longest of windows is a month. */
  finish(now: number): void {
    const month = 32 * 86_400_000;
    for (const [counterId, { place }] of this.replayed) {
      const start = Date.parse(counterId.split('/')[1] ?? '');
      if (Number.isNaN(start) || start + month > now)
        this.differences.add(
          different({ ...place, counterId }, 'counter', 'charged', 'there is no row').difference,
        );
    }
  }
}
