import type { ReactNode } from 'react';
import { Badge, type Tone } from '../../design/badge.js';
import type { Verdict } from './verdicts.js';
import styles from './why.module.css';

const TONES: Readonly<Record<Verdict, Tone>> = {
  'in the way': 'bad',
  'asked people': 'accent',
  'passed, and noted': 'warn',
  'let it pass': 'plain',
  'not concerned': 'plain',
};

export interface RuleProps {
  readonly name: ReactNode;
  readonly verdict: Verdict;
  readonly children: ReactNode;
}

/** One rule, what it stood at, and what it meant to the decision. */
export function Rule({ name, verdict, children }: RuleProps) {
  return (
    <li className={styles.rule} data-verdict={verdict}>
      <span>{name}</span>
      <div>{children}</div>
      {verdict === 'let it pass' ? (
        <span className="muted">{verdict}</span>
      ) : (
        <Badge tone={TONES[verdict]}>{verdict}</Badge>
      )}
    </li>
  );
}
