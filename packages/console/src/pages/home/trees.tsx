import type { Budget } from '@purser/sdk';
import { api } from '../../api/client.js';
import { Amount } from '../../design/amount.js';
import { Badge } from '../../design/badge.js';
import { Bar } from '../../design/bar.js';
import { EmptyState } from '../../design/empty-state.js';
import { ErrorState } from '../../design/error-state.js';
import { Loaded } from '../../design/loaded.js';
import { Section } from '../../design/page.js';
import { Skeleton } from '../../design/skeleton.js';
import { Sparkline } from '../../design/sparkline.js';
import { useNow } from '../../design/use-now.js';
import { changeText } from '../../parts/change-text.js';
import { StateBadge } from '../../parts/state-badge.js';
import { isOverdrawn, partsOfSubtree } from '../../parts/money-parts.js';
import { BudgetName } from '../../parts/names.js';
import { useTops } from '../../parts/use-tops.js';
import { fromOf, spendOfMonths } from './spend-of-months.js';
import styles from './trees.module.css';

/** Each tree with where its money is, and what it spends. */
export function Trees() {
  const tops = useTops();
  return (
    <Section title="Trees">
      <Loaded query={tops} lines={4}>
        {(budgets) =>
          budgets.length === 0 ? (
            <EmptyState text="There is no tree yet. POST /v1/budgets opens one, and npm run seed a small fleet." />
          ) : (
            <ul className={styles.trees}>
              {budgets.map(({ id }) => (
                <Tree key={id} id={id} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function Tree({ id }: { readonly id: string }) {
  const query = api.useQuery('get', '/v1/budgets/{id}', { params: { path: { id } } });
  return (
    <li className={styles.tree}>
      <Loaded query={query}>{(budget) => <TreeFigures budget={budget} />}</Loaded>
    </li>
  );
}

function TreeFigures({ budget }: { readonly budget: Budget }) {
  const { id, name, state, currency, scale, balances } = budget;
  return (
    <>
      <div className={styles.head}>
        <h3>
          <BudgetName id={id} name={name} /> <StateBadge state={state} />
          {isOverdrawn(balances) && <Badge tone="bad">overdraft</Badge>}
        </h3>
        <TreeSpend budget={budget} />
      </div>
      <Bar parts={partsOfSubtree(budget)} currency={currency} scale={scale} legend />
    </>
  );
}

const MINUTE_MS = 60_000;

/** What it spent today, this month, and by this day of the month before. */
function TreeSpend({ budget: { id, currency, scale } }: { readonly budget: Budget }) {
  const now = new Date(useNow(MINUTE_MS));
  const spend = api.useQuery('get', '/v1/spend', {
    params: { query: { budgetId: id, from: fromOf(now), groupBy: ['day'], limit: 200 } },
  });
  if (spend.isError) return <ErrorState error={spend.error} retry={spend.refetch} />;
  if (!spend.data) return <Skeleton lines={1} />;
  const { today, month, before, days } = spendOfMonths(spend.data, now);
  const change = changeText(month, before);
  return (
    <dl className={styles.spend}>
      <div className={styles.days}>
        <dt>30 days</dt>
        <dd>
          <Sparkline label="Spent by day" points={days} currency={currency} scale={scale} />
        </dd>
      </div>
      <div>
        <dt>Spent today</dt>
        <dd>
          <Amount value={today} currency={currency} scale={scale} />
        </dd>
      </div>
      <div>
        <dt>This month</dt>
        <dd>
          <Amount value={month} currency={currency} scale={scale} />
        </dd>
      </div>
      <div>
        <dt>By this day last month</dt>
        <dd>
          <Amount value={before} currency={currency} scale={scale} />
          {change !== null && <span className="muted"> {change}</span>}
        </dd>
      </div>
    </dl>
  );
}
