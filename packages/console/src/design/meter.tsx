import { isPercentOf, shareOf } from './amounts.js';
import styles from './meter.module.css';

/** From here on a limit is close, and stands among what needs somebody. */
export const CLOSE_PERCENT = 80;

export interface MeterProps {
  /** What is measured, for those who hear it. */
  readonly label: string;
  readonly used: string;
  readonly limit: string;
}

/** How much of a limit is used: amber when it is close, red when it is reached. */
export function Meter({ label, used, limit }: MeterProps) {
  const tone = isPercentOf(used, 100, limit) ? 'bad' : isPercentOf(used, CLOSE_PERCENT, limit) ? 'warn' : '';
  const percent = Math.floor(shareOf(used, limit) * 100);
  return (
    <div
      className={styles.meter}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={`${used} of ${limit}`}
    >
      <div className={styles[tone]} style={{ inlineSize: `${shareOf(used, limit) * 100}%` }} />
    </div>
  );
}
