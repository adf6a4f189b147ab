import { Link } from '@tanstack/react-router';
import { Field } from '../../design/field.js';
import {
  asked,
  daysOf,
  daySpan,
  lastDays,
  monthSpan,
  spanOf,
  type TimeSpan,
} from '../../parts/spend-times.js';
import type { SpendSearch } from './spend-search.js';
import styles from './spend.module.css';

export interface PeriodChoiceProps {
  readonly search: SpendSearch;
  readonly zoneOfTree: string;
  readonly change: (next: SpendSearch) => void;
}

/** The times that are asked for most. */
const USUAL = [
  { name: 'This month', spanAt: (now: number, zone: string) => monthSpan(now, 0, zone) },
  { name: 'Last month', spanAt: (now: number, zone: string) => monthSpan(now, -1, zone) },
  { name: '7 days', spanAt: (now: number, zone: string) => lastDays(now, 7, zone) },
  { name: '30 days', spanAt: (now: number, zone: string) => lastDays(now, 30, zone) },
  { name: 'Today', spanAt: (now: number, zone: string) => lastDays(now, 1, zone) },
] as const;

const readersZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The time that is asked about: the month under way, where nothing is chosen. */
export function spanOfSearch({ from, to }: SpendSearch, now: number, zone: string): TimeSpan {
  const month = monthSpan(now, 0, zone);
  const chosen = spanOf({ from: from ?? asked(month).from, to: to ?? asked(month).to });
  return Number.isNaN(chosen.from) || Number.isNaN(chosen.to) ? month : chosen;
}

/** From when until when, by the days of which zone. */
export function PeriodChoice({ search, zoneOfTree, change }: PeriodChoiceProps) {
  const zone = search.timezone ?? zoneOfTree;
  const now = Date.now();
  const span = spanOfSearch(search, now, zone);
  const { first, last } = daysOf(span, zone);
  const { pages: _, sort: __, ...ask } = search;
  const days = (from: string, to: string): void => {
    if (from !== '' && to !== '' && from <= to) change({ ...ask, ...asked(daySpan(from, to, zone)) });
  };
  const zones = [...new Set([zoneOfTree, readersZone(), 'UTC', zone])];
  return (
    <div className={styles.row}>
      <ul className={styles.presets} aria-label="Time">
        {USUAL.map(({ name, spanAt }) => {
          const usual = spanAt(now, zone);
          const isChosen = usual.from === span.from && usual.to === span.to;
          return (
            <li key={name}>
              <Link
                to="/spend"
                search={{ ...ask, ...asked(usual) }}
                aria-current={isChosen ? 'true' : undefined}
                activeProps={{}}
              >
                {name}
              </Link>
            </li>
          );
        })}
      </ul>
      <Field label="First day">
        {(control) => (
          <input
            {...control}
            type="date"
            value={first}
            max={last}
            onChange={({ target }) => days(target.value, last)}
          />
        )}
      </Field>
      <Field label="Last day">
        {(control) => (
          <input
            {...control}
            type="date"
            value={last}
            min={first}
            onChange={({ target }) => days(first, target.value)}
          />
        )}
      </Field>
      <Field label="Days of">
        {(control) => (
          <select
            {...control}
            value={zone}
            onChange={({ target }) => change(inZone(ask, span, target.value, { zone, zoneOfTree }))}
          >
            {zones.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}

interface Zones {
  readonly zone: string;
  readonly zoneOfTree: string;
}

/** The same days, of another zone. */
function inZone(ask: SpendSearch, span: TimeSpan, chosen: string, { zone, zoneOfTree }: Zones): SpendSearch {
  const { timezone: _, ...rest } = ask;
  const { first, last } = daysOf(span, zone);
  return {
    ...rest,
    ...asked(daySpan(first, last, chosen)),
    ...(chosen !== zoneOfTree && { timezone: chosen }),
  };
}
