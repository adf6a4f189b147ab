import type { Budget } from '@purser/sdk';
import { Link } from '@tanstack/react-router';
import { BudgetName } from '../../parts/names.js';
import { StateBadge } from '../../parts/state-badge.js';
import styles from './budget-path.module.css';

/** The way from the first page to a budget, as far as the key reaches. It has its room before it is known. */
export function BudgetPath({ budget }: { readonly budget: Budget | undefined }) {
  return (
    <nav aria-label="Path">
      <ol className={styles.path}>
        <li>
          <Link to="/">Home</Link>
        </li>
        {budget?.ancestors.map(({ id, name, state }) => (
          <li key={id}>
            <BudgetName id={id} name={name} /> <StateBadge state={state} />
          </li>
        ))}
      </ol>
    </nav>
  );
}
