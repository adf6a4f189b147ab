import type { Charge, EntryContent } from '../../core/entries.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';
import { auditedScale } from '../metrics.js';
import type { AuditedCounter } from '../sql/rows.js';
import { readUnits } from '../units.js';
import { envelopeIdOf } from './counters.js';

/** What an alert of a counter said. */
interface Alert {
  /** As the charge has it. */
  limit: string;
  passed: boolean;
  /** Of the entry. */
  place: DifferencePlace;
}

/** The alerts of a counter by their number, and those that were not repeated, under the number that they name. */
interface CounterAlerts {
  alerts: Map<number, Alert>;
  /** By number, limit and whether it was passed: many charges say the same. */
  again: Map<string, Alert & { number: number }>;
  /** By limit: what went on above it and says nothing, so that another alert has to say it. */
  silent: Map<string, Alert>;
}

const noAlerts = (): CounterAlerts => ({ alerts: new Map(), again: new Map(), silent: new Map() });

/** What adds to what is counted, and so may pass a limit. Others only repeat that it was passed. */
const PASSING: readonly string[] = ['reserve', 'commit', 'charge', 'claim_settle'];

/**
 * What entries record of counters that come to their limits. A counter is charged by the journals of many budgets, which are
 * read one after the other: its alerts have numbers, so that what they say can be put in order and held against itself.
 */
export class Alerts {
  private readonly counters = new Map<string, CounterAlerts>();

  /** Entries from before `since` (a tick) do not say whether they are new. */
  constructor(
    private readonly scale: number,
    private readonly since: number,
  ) {}

  add(place: DifferencePlace, content: EntryContent, tick: number): void {
    for (const charge of content.charges ?? []) this.charge(place, content, charge, tick);
  }

  private charge(place: DifferencePlace, content: EntryContent, charge: Charge, tick: number): void {
    const { counterId, limit, alert, again } = charge;
    if (counterId === undefined) return;
    const at = { ...place, counterId };
    const passed = this.crosses(at, content, charge);
    const isSaid = alert !== undefined || again !== undefined;
    if (passed === null || limit === undefined)
      return expectSame(at, 'alert without a limit that was come to', false, isSaid);
    let counter = this.counters.get(counterId);
    if (!counter) this.counters.set(counterId, (counter = noAlerts()));
    if (tick >= this.since && !isSaid) {
      expectSame(at, 'alert for the limit that was come to', true, this.goesOn(charge));
      counter.silent.set(limit, { limit, passed, place: at });
    }
    expectSame(at, 'alert that is new, and a repetition', false, alert !== undefined && again !== undefined);
    if (again !== undefined)
      counter.again.set(`${again} ${limit} ${passed}`, { number: again, limit, passed, place: at });
    if (alert === undefined) return;
    expectSame(at, 'number of the alert', 'a new one', counter.alerts.has(alert) ? alert : 'a new one');
    counter.alerts.set(alert, { limit, passed, place: at });
  }

  /** Whether a charge takes its counter to the limit (false), or past it or on above it (true); null where there is no alert. */
  private crosses(
    place: DifferencePlace,
    { kind, notices = [], reservation }: EntryContent,
    { counterId, delta, used, limit }: Charge,
  ): boolean | null {
    if (limit === undefined) return null;
    const [by, after, most] = [delta, used, limit].map((text) => readUnits(text, this.scale) ?? undefined);
    if (by === undefined || after === undefined || most === undefined)
      throw different(place, 'charge to the counter', 'amounts or counts', delta);
    if (by <= 0n || after < most) return null;
    if (after === most) return false;
    const id = envelopeIdOf(counterId!);
    const isAsked = reservation?.approval?.envelopes.includes(id) ?? false;
    const isNoticed = notices.some(({ envelopeId }) => envelopeId === id);
    return PASSING.includes(kind) && isNoticed && !isAsked ? true : null;
  }

  /** Whether a charge finds its counter above the limit. */
  private goesOn({ delta, used, limit }: Charge): boolean {
    const [by, after, most] = [delta, used, limit].map((text) => readUnits(text, this.scale)!);
    return after! - by! > most!;
  }

  /** Holds the alerts of a counter against its row, and against each other: none is repeated. */
  compare(id: string, row: AuditedCounter, differences: Differences): void {
    const { alerts, again, silent } = this.counters.get(id) ?? noAlerts();
    const place = { ...[...alerts.values()].at(-1)?.place, version: undefined, counterId: id };
    const same = (
      what: string,
      journal: string | number | boolean | null | undefined,
      table: typeof journal,
    ) => differences.check(() => expectSame(place, `${what} of the counter`, journal, table));
    same('alerts', alerts.size, row.alerts);
    const last = alerts.get(alerts.size);
    const scale = auditedScale(row.metric, this.scale);
    const limit = last && readUnits(last.limit, scale);
    same('alert_limit', limit === undefined ? null : String(limit), row.alertLimit);
    same('alert_passed', last?.passed, row.alertPassed);
    for (let number = 1; number <= alerts.size; number += 1) {
      const [before, alert] = [alerts.get(number - 1), alerts.get(number)];
      if (!alert) differences.add(different(place, 'alert of the counter', number, null).difference);
      else if (before && covers(before, alert))
        differences.add(different(alert.place, 'alert that repeats one', number - 1, number).difference);
    }
    for (const { number, ...one } of again.values()) {
      const alert = alerts.get(number);
      if (alert && covers(alert, one)) continue;
      differences.add(different(one.place, 'alert that it names', 'none', number).difference);
    }
    for (const one of silent.values())
      if (![...alerts.values()].some((alert) => covers(alert, one)))
        differences.add(
          different(one.place, 'alert for the limit that it went on above', 'one', 'none').difference,
        );
  }
}

const covers = (before: Alert, next: Alert): boolean =>
  before.limit === next.limit && (before.passed || !next.passed);
