import type { ReactNode } from 'react';
import styles from './facts.module.css';
import { Said } from './said.js';

export interface FactsProps {
  /** Names and values; what has no value is left out. */
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}

/** What is known of one thing, each by its name. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? <Said text={value} /> : value}</dd>
          </div>
        ))}
    </dl>
  );
}
