import { useCallback, useState } from 'react';
import { EmptyState } from '../../design/empty-state.js';
import { ErrorState } from '../../design/error-state.js';
import { LeverDialog } from '../../parts/levers/lever-dialog.js';
import type { Lever, LeverBudget } from '../../parts/levers/lever.js';
import {
  pageOf,
  usePages,
  useReadPage,
  type Asked,
  type ListedBudget,
  type PageAsked,
} from './budget-pages.js';
import { useOpenRows } from './open-rows.js';
import { laidOut } from './rows.js';
import { TreeGrid } from './tree-grid.js';
import { useKeptHeight } from './use-kept-height.js';

export interface TreeRowsProps {
  readonly top: Asked | ListedBudget;
  readonly nested: boolean;
  readonly closed: boolean;
  readonly showClosed: () => void;
}

/** How many trees are open when somebody comes for the first time. */
const FEW = 3;

interface Pulled {
  readonly lever: Lever;
  readonly budget: LeverBudget;
}

/** Budgets as rows that can be opened, as far as they have come; the others come when they are looked at. */
export function TreeRows({ top, nested, closed, showClosed }: TreeRowsProps) {
  const read = useReadPage();
  const [looked, setLooked] = useState<ReadonlySet<string>>(new Set());
  const look = useCallback((keys: readonly string[]) => setLooked(new Set(keys)), []);
  const [pulled, setPulled] = useState<Pulled | null>(null);
  const pull = useCallback((lever: Lever, budget: LeverBudget) => setPulled({ lever, budget }), []);

  const tops = topsOf(top, read);
  const { isOpen, set } = useOpenRows(tops.length <= FEW ? tops : []);
  const { rows, pages } = laidOut({ top, closed, nested, read, isOpen });
  const isMissing = (page: PageAsked): boolean => page.cursor === undefined && !read(page);
  const faults = usePages(pages, (page) => looked.has(page.key) || isMissing(page));
  const atLeast = useKeptHeight(pages.some(isMissing));

  const [first] = pages;
  const fault = first && faults.get(first.key);
  if (fault && rows.length === 1) return <ErrorState error={fault.error} retry={fault.retry} />;
  if (rows.length === 0) return <Nothing isSearch={!nested} />;
  return (
    <>
      <TreeGrid
        label={nested ? 'Budgets' : 'Budgets that were found'}
        rows={rows}
        faults={faults}
        atLeast={atLeast}
        look={look}
        toggle={set}
        pull={pull}
        showClosed={showClosed}
      />
      {pulled && <LeverDialog {...pulled} close={() => setPulled(null)} />}
    </>
  );
}

/** The budgets at the top, as far as the first page has them. */
const topsOf = (top: Asked | ListedBudget, read: ReturnType<typeof useReadPage>): string[] =>
  'id' in top ? [top.id] : (read(pageOf(top))?.items ?? []).map(({ id }) => id);

function Nothing({ isSearch }: { readonly isSearch: boolean }) {
  if (isSearch)
    return (
      <EmptyState text="No budget is like that. A search goes by part of the name or reference, and by whole labels." />
    );
  return (
    <EmptyState text="There is no tree yet. POST /v1/budgets opens one, and npm run seed a small fleet." />
  );
}
