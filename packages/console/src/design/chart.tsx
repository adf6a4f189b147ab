import { Money, type MoneyLike } from '@purser/sdk';
import { lazy, Suspense, useId, useMemo, useState, type KeyboardEvent } from 'react';
import { Amount } from './amount.js';
import { amountText, restDigits } from './amounts.js';
import { toneOf, type ChartPoint, type ChartSeries } from './chart-values.js';
import styles from './chart.module.css';
import { EmptyState } from './empty-state.js';
import { Said, seenText } from './said.js';
import { Table } from './table.js';

/** Drawn by uPlot, which is loaded with the first chart that is shown. */
const Plot = lazy(async () => ({ default: (await import('./plot.js')).Plot }));

export interface ChartProps {
  /** What it shows, in a few words: `Spent by vendor and day`. */
  readonly label: string;
  /** From left to right. */
  readonly points: readonly ChartPoint[];
  /** Bars and areas from the bottom up. */
  readonly series: readonly ChartSeries[];
  readonly currency: string;
  readonly scale?: number | undefined;
  /** Of the plot, in pixels: it has its room before it is there. */
  readonly height?: number;
  /** What is said where there is nothing to draw. */
  readonly empty?: string;
  /** What is shown is old, and on its way out. */
  readonly isBusy?: boolean;
}

/** Where an arrow leads from a point; undefined for keys that lead nowhere. */
function pointAfter(key: string, at: number | null, last: number): number | null | undefined {
  if (key === 'ArrowLeft' || key === 'ArrowDown') return at === null ? last : Math.max(0, at - 1);
  if (key === 'ArrowRight' || key === 'ArrowUp') return at === null ? 0 : Math.min(last, at + 1);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  return key === 'Escape' ? null : undefined;
}

/**
 * Amounts over time. A point is looked at with the pointer, or with the arrow keys; what it has stands beside the names below the plot, and all of
 * it in a table.
 */
export function Chart(props: ChartProps) {
  const { label, points, series, currency, scale, height = 220, empty, isBusy = false } = props;
  const [at, setAt] = useState<number | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => series.filter(({ key }) => !hidden.has(key)), [series, hidden]);
  const point = at === null ? undefined : points[at];
  if (points.length === 0 || series.length === 0)
    return <EmptyState text={empty ?? 'There is nothing to draw.'} />;

  const valueOf = (one: ChartSeries): MoneyLike | null =>
    point === undefined || at === null ? totalOf(one) : (one.values[at] ?? null);
  const said = shown.map((one) => {
    const value = valueOf(one);
    return `${seenText(one.name)} ${value === null ? 'nothing' : amountText(value, currency, scale)}`;
  });
  const move = (event: KeyboardEvent): void => {
    const next = pointAfter(event.key, at, points.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
  };
  const toggle = (key: string): void => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    setHidden(next);
  };
  return (
    <figure className={styles.chart} aria-busy={isBusy}>
      <div
        className={styles.plot}
        style={{ blockSize: height }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={points.length}
        aria-valuenow={(at ?? points.length - 1) + 1}
        aria-valuetext={`${point?.name ?? 'All together'}: ${said.join(', ')}`}
        onKeyDown={move}
        onBlur={() => setAt(null)}
      >
        <Suspense>
          <Plot points={points} series={series} shown={shown} at={at} height={height} onPoint={setAt} />
        </Suspense>
      </div>
      <Legend
        {...{ series, hidden, toggle, valueOf, currency, scale }}
        name={point?.name ?? 'All together'}
      />
      <Numbers {...{ label, points, series, currency, scale }} />
    </figure>
  );
}

const totalOf = ({ total, values }: ChartSeries): MoneyLike | null =>
  total === undefined ? Money.sum(values.filter((value) => value !== null)) : total;

interface LegendProps {
  readonly name: string;
  readonly series: readonly ChartSeries[];
  readonly hidden: ReadonlySet<string>;
  readonly toggle: (key: string) => void;
  readonly valueOf: (one: ChartSeries) => MoneyLike | null;
  readonly currency: string;
  readonly scale: number | undefined;
}

/** What each series is called, and has at the point that is looked at. A click leaves one out. */
function Legend({ name, series, hidden, toggle, valueOf, currency, scale }: LegendProps) {
  return (
    <div className={styles.caption}>
      <span className="muted small">
        {name}, in {currency}
      </span>
      <ul className={styles.legend}>
        {series.map((one) => {
          const value = valueOf(one);
          return (
            <li key={one.key}>
              <button
                type="button"
                aria-pressed={!hidden.has(one.key)}
                title={hidden.has(one.key) ? 'Show it' : 'Leave it out'}
                onClick={() => toggle(one.key)}
              >
                <span className={`${styles.swatch ?? ''} ${styles[toneOf(series, one)] ?? ''}`} />
                <span className={styles.name}>
                  <Said text={one.name} />
                </span>
                <strong>{value === null ? '–' : <Amount value={value} scale={scale} />}</strong>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The same as a table, for those who do not see it, or want to see it exactly. */
function Numbers({
  label,
  points,
  series,
  currency,
  scale,
}: Pick<ChartProps, 'label' | 'points' | 'series' | 'currency' | 'scale'>) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const room = restDigits(series.flatMap(({ values }) => values.filter((value) => value !== null)));
  return (
    <details className={styles.numbers} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary id={id}>The same as a table</summary>
      {isOpen && (
        <Table
          label={`${label}, in ${currency}`}
          rows={points.map((point, i) => ({ point, i }))}
          keyOf={({ i }) => String(i)}
          columns={[
            { head: 'Time', cell: ({ point }) => point.name },
            ...series.map((one) => ({
              head: seenText(one.name),
              end: true,
              cell: ({ i }: { readonly i: number }) => {
                const value = one.values[i] ?? null;
                return value === null ? '–' : <Amount value={value} scale={scale} room={room} />;
              },
            })),
          ]}
        />
      )}
    </details>
  );
}
