import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { api } from '../../api/client.js';
import { Loaded } from '../../design/loaded.js';
import { Page } from '../../design/page.js';
import { BudgetName } from '../../parts/names.js';
import { useSession } from '../../session/session.js';
import type { Asked, ListedBudget } from './budget-pages.js';
import { CloseLimitsProvider } from './close-limits.js';
import { TreeRows } from './tree-rows.js';
import { TreeTools } from './tree-tools.js';
import { wordsIn, type TreeSearch } from './tree-search.js';
import styles from './tree.module.css';

/** All budgets that somebody reaches, as trees or as what was searched for. */
export function TreePage() {
  const search = useSearch({ from: '/signed-in/tree' });
  const navigate = useNavigate();
  const change = (next: TreeSearch): void =>
    void navigate({ to: '/tree', search: next, replace: true, resetScroll: false });
  return (
    <Page title="Tree">
      <TreeTools search={search} change={change} />
      <CloseLimitsProvider within={search.root}>
        <Shown search={search} showClosed={() => change({ ...search, closed: true })} />
      </CloseLimitsProvider>
    </Page>
  );
}

interface ShownProps {
  readonly search: TreeSearch;
  readonly showClosed: () => void;
}

function Shown({ search, showClosed }: ShownProps) {
  const { budgetId: reach } = useSession();
  const { root, q, state, closed } = search;
  const top = root ?? reach;
  const open = closed === true || state === 'closed' ? {} : { openOnly: true };
  const rest = { closed: closed === true, showClosed };
  if (q !== undefined || state !== undefined) {
    const asked: Asked = {
      ...wordsIn(q ?? ''),
      ...(top !== null && { within: top }),
      ...(state ? { state } : open),
    };
    return <TreeRows key="search" top={asked} nested={false} {...rest} />;
  }
  if (top !== null) return <OneTree key={top} id={top} {...rest} />;
  return <TreeRows key="all" top={{ rootsOnly: true, order: 'asc', ...open }} nested {...rest} />;
}

interface OneTreeProps extends Pick<Parameters<typeof TreeRows>[0], 'closed' | 'showClosed'> {
  readonly id: string;
}

/** One budget, and what lies under it. */
function OneTree({ id, ...rest }: OneTreeProps) {
  const query = api.useQuery('get', '/v1/budgets/{id}/tree', {
    params: { path: { id }, query: { depth: 0 } },
  });
  return (
    <>
      <Above id={id} parentId={query.data?.parentId ?? null} />
      <Loaded query={query} lines={8}>
        {(budget: ListedBudget) => <TreeRows top={budget} nested {...rest} />}
      </Loaded>
    </>
  );
}

/** Ways out of one tree, to what lies above it. */
function Above({ id, parentId }: { readonly id: string; readonly parentId: string | null }) {
  const { budgetId: reach } = useSession();
  if (id === reach) return null;
  return (
    <p className={styles.above}>
      <Link to="/tree">All trees</Link>
      {parentId !== null && (
        <>
          {' / '}
          <Link to="/tree" search={{ root: parentId }}>
            <BudgetName id={parentId} />
          </Link>
        </>
      )}
    </p>
  );
}
