import type { MoneyLike } from '@purser/sdk';
import { shownAmount } from './amounts.js';
import styles from './amount.module.css';

export interface AmountProps {
  readonly value: MoneyLike;
  readonly currency?: string | undefined;
  /** Decimals of the tree's smallest unit. */
  readonly scale?: number | undefined;
  /** In a column: the room behind the cents, from `restDigits`, so that points stand below each other. */
  readonly room?: number | undefined;
}

/** An amount of money, exact to its last digit. */
export function Amount({ value, currency, scale, room = 0 }: AmountProps) {
  const { whole, cents, rest } = shownAmount(value, scale);
  const missing = room - rest.length;
  return (
    <span className={styles.amount}>
      {whole}
      {cents}
      {rest !== '' && <span className={styles.rest}>{rest}</span>}
      {missing > 0 && (
        <span className={styles.room} aria-hidden>
          {'0'.repeat(missing)}
        </span>
      )}
      {currency !== undefined && <span className={styles.currency}> {currency}</span>}
    </span>
  );
}
