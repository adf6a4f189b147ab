import type { Budget } from '@purser/sdk';
import { getRouteApi, Link, Outlet, type LinkProps } from '@tanstack/react-router';
import { api } from '../../api/client.js';
import { Badge } from '../../design/badge.js';
import { Loaded } from '../../design/loaded.js';
import { Page } from '../../design/page.js';
import { Said } from '../../design/said.js';
import { Time } from '../../design/time.js';
import { Levers } from '../../parts/levers/levers.js';
import { StateBadge } from '../../parts/state-badge.js';
import { isOverdrawn } from '../../parts/money-parts.js';
import { BudgetContext } from './budget-context.js';
import { BudgetPath } from './budget-path.js';
import styles from './budget-layout.module.css';

const route = getRouteApi('/signed-in/budgets/$id');

/** What a budget has besides its first tab, each at an address of its own. */
const TABS = [
  { to: '/budgets/$id', name: 'Overview' },
  { to: '/budgets/$id/settings', name: 'Settings' },
] as const satisfies readonly {
  to: LinkProps['to'];
  name: string;
}[];

/** What stands around all that is shown of one budget: its name, its state, the way to it, and the tabs. */
export function BudgetLayout() {
  const { id } = route.useParams();
  const query = api.useQuery('get', '/v1/budgets/{id}', { params: { path: { id } } });
  const budget = query.data;
  return (
    <Page
      key={id}
      title={budget?.name ?? 'Budget'}
      path={<BudgetPath budget={budget} />}
      mark={budget && <Marks budget={budget} />}
      aside={budget && <Levers budget={budget} />}
    >
      <Loaded query={query} lines={10}>
        {(found) => (
          <BudgetContext value={found}>
            <div className={styles.head}>
              <Particulars budget={found} />
              <Tabs id={id} />
            </div>
            <Outlet />
          </BudgetContext>
        )}
      </Loaded>
    </Page>
  );
}

function Marks({ budget: { state, balances } }: { readonly budget: Budget }) {
  return (
    <>
      <StateBadge state={state} />
      {isOverdrawn(balances) && <Badge tone="bad">overdraft</Badge>}
    </>
  );
}

/** What never changes of it, in one line. */
function Particulars({ budget }: { readonly budget: Budget }) {
  const { id, ref, currency, timezone, createdAt } = budget;
  return (
    <ul className={styles.particulars}>
      <li>
        <code>{id}</code>
      </li>
      {ref !== null && (
        <li>
          <Said text={ref} />
        </li>
      )}
      <li>{currency}</li>
      <li>{timezone}</li>
      <li>
        opened <Time at={createdAt} zone={timezone} precision="day" />
      </li>
    </ul>
  );
}

function Tabs({ id }: { readonly id: string }) {
  return (
    <nav aria-label="Of this budget">
      <ul className={styles.tabs}>
        {TABS.map(({ to, name }) => (
          <li key={to}>
            <Link to={to} params={{ id }} activeOptions={{ exact: true, includeSearch: false }}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
