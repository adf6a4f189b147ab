import type { MoneyLike } from '@purser/sdk';
import { amountText, isPercentOf, largestOf, shareOf } from './amounts.js';
import styles from './sparkline.module.css';

export interface SparklineProps {
  /** What it shows, for those who hear it: `Spent by day`. */
  readonly label: string;
  /** The oldest first; each with the name of its time. */
  readonly points: readonly { readonly name: string; readonly value: MoneyLike }[];
  /** A line that should not be passed; what reaches it is red. */
  readonly limit?: MoneyLike | undefined;
  readonly currency?: string | undefined;
  readonly scale?: number | undefined;
}

const STEP = 6;
const BAR = 4;
const HEIGHT = 24;

/** A few amounts as bars in the height of a line of text. What is below zero has none. */
export function Sparkline({ label, points, limit, currency, scale }: SparklineProps) {
  const top = largestOf([...points.map(({ value }) => value), limit ?? 0]);
  const said = points.map(({ name, value }) => `${name}: ${amountText(value, currency, scale)}`);
  const isReached = (value: MoneyLike): boolean => limit !== undefined && isPercentOf(value, 100, limit);
  const limitAt = HEIGHT - (limit === undefined ? 0 : shareOf(limit, top) * (HEIGHT - 1)) - 0.5;
  return (
    <svg
      className={styles.sparkline}
      viewBox={`0 0 ${Math.max(1, points.length) * STEP - (STEP - BAR)} ${HEIGHT}`}
      role="img"
      aria-label={`${label}. ${said.join('; ')}`}
    >
      {points.map(({ name, value }, i) => {
        const height = top.isZero ? 0 : shareOf(value, top) * (HEIGHT - 1);
        return (
          <rect
            key={name}
            className={isReached(value) ? styles.reached : height > 0 ? styles.bar : styles.none}
            x={i * STEP}
            width={BAR}
            y={HEIGHT - Math.max(1, height)}
            height={Math.max(1, height)}
          >
            <title>{said[i]}</title>
          </rect>
        );
      })}
      {limit !== undefined && (
        <line className={styles.limit} x1={0} x2={points.length * STEP} y1={limitAt} y2={limitAt} />
      )}
    </svg>
  );
}
