import { Button } from '../../design/button.js';
import { Field } from '../../design/field.js';
import { Said } from '../../design/said.js';
import { groupName, GroupValue, PLAIN_GROUPS } from '../../parts/group-value.js';
import {
  FILTER_GROUPS,
  filtersOf,
  groupOfDimension,
  groupsOf,
  MOST_GROUPS,
  onlyOf,
  withoutFilter,
} from '../../parts/spend-ask.js';
import { useDimensions } from '../../parts/use-dimensions.js';
import { BudgetChoice } from './budget-choice.js';
import { PeriodChoice } from './period-choice.js';
import type { SpendPartProps, SpendSearch } from './spend-search.js';
import styles from './spend.module.css';

/** What is asked. Every change is another address, so that Back leads to the question before. */
export function SpendQuestion({ search, budget, change }: SpendPartProps) {
  const { sort: _, pages: __, ...ask } = search;
  const dimensions = useDimensions(budget);
  return (
    <div className={styles.question}>
      <BudgetChoice search={search} budget={budget} change={change} />
      <PeriodChoice search={search} zoneOfTree={budget.timezone} change={change} />
      <Groups search={ask} dimensions={dimensions} change={change} />
      <Filters search={ask} dimensions={dimensions} change={change} zone={budget.timezone} />
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={search.compare ?? false}
          onChange={({ target }) => {
            const { compare: ___, ...rest } = search;
            change(target.checked ? { ...rest, compare: true } : rest);
          }}
        />
        Compare with the period before
      </label>
    </div>
  );
}

interface PartProps {
  readonly search: SpendSearch;
  readonly dimensions: readonly string[];
  readonly change: (next: SpendSearch) => void;
}

const PLACES = ['Group by', 'then by', 'and by'] as const;

/** A choice for each group that there is, and one for the next. */
function Groups({ search, dimensions, change }: PartProps) {
  const groups = groupsOf(search);
  const all = [...new Set([...PLAIN_GROUPS, ...dimensions.map(groupOfDimension), ...groups])];
  const choose = (at: number, group: string): void => {
    const next = groups.flatMap((one, i) => (i === at ? [] : one));
    if (group !== '') next.splice(at, 0, group);
    change({ ...search, groupBy: next.join(',') });
  };
  return (
    <div className={styles.row}>
      {PLACES.slice(0, Math.min(groups.length + 1, MOST_GROUPS)).map((label, at) => (
        <Field key={label} label={label}>
          {(control) => (
            <select {...control} value={groups[at] ?? ''} onChange={({ target }) => choose(at, target.value)}>
              <option value="">{at === 0 ? 'Nothing' : '–'}</option>
              {all
                .filter((group) => group === groups[at] || !groups.includes(group))
                .map((group) => (
                  <option key={group} value={group}>
                    {groupName(group)}
                  </option>
                ))}
            </select>
          )}
        </Field>
      ))}
    </div>
  );
}

/** What of it alone is asked for: each can be taken away, and another one added. */
function Filters({ search, dimensions, change, zone }: PartProps & { readonly zone: string }) {
  const filters = filtersOf(search);
  const kinds = [...FILTER_GROUPS, ...dimensions.map(groupOfDimension)];
  const add = (fields: FormData): void => {
    const [kind, value] = [fields.get('kind'), fields.get('value')];
    if (typeof kind !== 'string' || typeof value !== 'string' || value.trim() === '') return;
    const next = onlyOf(search, kind, value.trim());
    if (next) change({ ...search, ...next });
  };
  return (
    <div className={styles.row}>
      {filters.map(({ group, value }) => (
        <Button
          key={`${group} ${value}`}
          title="Take this filter away"
          onClick={() =>
            change({ ...withoutFilter(search, group), ...(search.compare && { compare: true }) })
          }
        >
          <span className="muted">
            <Said text={groupName(group)} />
          </span>{' '}
          <GroupValue group={group} value={value} zone={zone} /> <span aria-hidden>×</span>
        </Button>
      ))}
      <details className={styles.filter}>
        <summary>Add a filter</summary>
        <form
          className={styles.add}
          onSubmit={(event) => {
            event.preventDefault();
            add(new FormData(event.currentTarget));
            event.currentTarget.reset();
          }}
        >
          <select name="kind" aria-label="Only of one">
            {kinds.map((group) => (
              <option key={group} value={group}>
                Only one {groupName(group).toLowerCase()}
              </option>
            ))}
          </select>
          <input name="value" aria-label="Its name" placeholder="name" maxLength={255} />
          <Button type="submit">Add</Button>
        </form>
      </details>
    </div>
  );
}
