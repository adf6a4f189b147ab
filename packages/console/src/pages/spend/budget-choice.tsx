import { Link } from '@tanstack/react-router';
import { Field } from '../../design/field.js';
import { Said, seenText } from '../../design/said.js';
import { useTops } from '../../parts/use-tops.js';
import type { SpendPartProps, SpendSearch } from './spend-search.js';
import styles from './spend.module.css';

/** Which tree, and how the budget lies in it: each of those above it leads to the same question about it. */
export function BudgetChoice({ search, budget, change }: SpendPartProps) {
  const tops = useTops();
  const { ancestors } = budget;
  const top = ancestors[0]?.id ?? budget.id;
  const choices = tops.data ?? [];
  const about = ofAnother(search);
  return (
    <>
      {ancestors.length > 0 && (
        <nav aria-label="Budget" className={styles.crumbs}>
          <ol>
            {ancestors.map(({ id, name }) => (
              <li key={id}>
                <Link to="/spend" search={{ ...about, budgetId: id }}>
                  <Said text={name} />
                </Link>
              </li>
            ))}
            <li aria-current="true">
              <Said text={budget.name} />
            </li>
          </ol>
        </nav>
      )}
      {choices.length > 1 && (
        <Field label="Tree">
          {(control) => (
            <select
              {...control}
              value={top}
              onChange={({ target }) => change({ ...about, budgetId: target.value })}
            >
              {!choices.some(({ id }) => id === top) && <option value={top}>–</option>}
              {choices.map(({ id, name }) => (
                <option key={id} value={id}>
                  {seenText(name)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </>
  );
}

/** Pages and order were those of another budget. */
function ofAnother({ sort: _, pages: __, ...search }: SpendSearch): SpendSearch {
  return search;
}
