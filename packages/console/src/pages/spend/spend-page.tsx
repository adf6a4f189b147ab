import { useNavigate, useSearch } from '@tanstack/react-router';
import { api } from '../../api/client.js';
import { EmptyState } from '../../design/empty-state.js';
import { Loaded } from '../../design/loaded.js';
import { Page } from '../../design/page.js';
import { useTops } from '../../parts/use-tops.js';
import { SpendAnswer } from './spend-answer.js';
import type { SpendSearch } from './spend-search.js';
import { SpendQuestion } from './spend-question.js';

/** Who spends what: a question that the address keeps, and its answer. */
export function SpendPage() {
  const search = useSearch({ from: '/signed-in/spend' });
  const tops = useTops();
  const budgetId = search.budgetId ?? tops.data?.[0]?.id;
  return (
    <Page title="Spend">
      {budgetId === undefined ? (
        <Loaded query={tops}>
          {() => <EmptyState text="There is no tree yet, and nothing was spent." />}
        </Loaded>
      ) : (
        <SpendOf search={{ ...search, budgetId }} budgetId={budgetId} />
      )}
    </Page>
  );
}

function SpendOf({ search, budgetId }: { readonly search: SpendSearch; readonly budgetId: string }) {
  const budget = api.useQuery('get', '/v1/budgets/{id}', { params: { path: { id: budgetId } } });
  const navigate = useNavigate();
  const change = (next: SpendSearch): void => void navigate({ to: '/spend', search: next });
  return (
    <Loaded query={budget} lines={8}>
      {(known) => (
        <>
          <SpendQuestion search={search} budget={known} change={change} />
          <SpendAnswer search={search} budget={known} change={change} />
        </>
      )}
    </Loaded>
  );
}
