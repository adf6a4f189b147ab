import { Money, type MoneyLike } from '@purser/sdk';
import { Amount } from './amount.js';
import { amountText, shareOf } from './amounts.js';
import styles from './bar.module.css';

/** What money can be, in the order in which a bar shows it. */
export type BarPart = 'spent' | 'reserved' | 'delegated' | 'available' | 'overdraft';

export interface BarProps {
  readonly parts: readonly (readonly [part: BarPart, amount: MoneyLike])[];
  readonly currency: string;
  readonly scale?: number | undefined;
  /** Whether each part is named below, with its amount. */
  readonly legend?: boolean;
}

/** Where the money of a budget is. It can be read without seeing it. */
export function Bar({ parts, currency, scale, legend = false }: BarProps) {
  const shown = parts.filter(([, amount]) => Money.of(amount).isMoreThan(0));
  const whole = Money.sum(shown.map(([, amount]) => amount));
  const label = parts.map(([part, amount]) => `${part} ${amountText(amount, currency, scale)}`).join(', ');
  return (
    <>
      <div className={styles.bar} role="img" aria-label={label}>
        {shown.map(([part, amount]) => (
          <div
            key={part}
            className={styles[part]}
            style={{ inlineSize: `${shareOf(amount, whole) * 100}%` }}
          />
        ))}
      </div>
      {legend && (
        <ul className={styles.legend} aria-hidden>
          {parts.map(([part, amount]) => (
            <li key={part}>
              <span className={styles[part]} />
              {part}
              <strong>
                <Amount value={amount} scale={scale} />
              </strong>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
