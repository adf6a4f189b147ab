import type { Spend } from '@purser/sdk';
import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Amount } from '../../design/amount.js';
import { amountText } from '../../design/amounts.js';
import { EmptyState } from '../../design/empty-state.js';
import { ErrorState } from '../../design/error-state.js';
import { Loaded } from '../../design/loaded.js';
import { MorePages } from '../../design/more-pages.js';
import { Section } from '../../design/page.js';
import { Time } from '../../design/time.js';
import { CsvButton } from '../../parts/csv-button.js';
import { groupName } from '../../parts/group-value.js';
import { paramsOf } from '../../parts/spend-ask.js';
import { asked, daysOf, spanBefore, spanOf, type TimeSpan } from '../../parts/spend-times.js';
import { spendAsCsv, spendPages } from '../../parts/use-spend.js';
import { spanOfSearch } from './period-choice.js';
import { SpendChart } from './spend-chart.js';
import { spendLines, type LoadedGroups, type SpendSums } from './spend-lines.js';
import type { SpendLook, SpendPartProps } from './spend-search.js';
import { Change, SpendTable } from './spend-table.js';
import styles from './spend.module.css';

/** Pages of an answer, as many as are wanted, and those of the period before. */
function useAnswer({ search, budget }: Question) {
  const zone = search.timezone ?? budget.timezone;
  const [now] = useState(Date.now);
  const { pages = 1, compare = false } = search;
  const before = spanBefore(spanOfSearch(search, now, zone), zone, now);
  const params = paramsOf(search, budget.id);
  const query = useInfiniteQuery(spendPages(params));
  const queryBefore = useInfiniteQuery(spendPages({ ...params, ...asked(before) }, compare));
  useFollowed(queryBefore, compare ? pages : 0);
  return { zone, before: compare ? before : null, params, query, queryBefore };
}

/** Reads on until so many pages are there: as many as of what they are compared with. */
function useFollowed(query: UseInfiniteQueryResult<InfiniteData<Spend>>, pages: number): void {
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query;
  const loaded = data?.pages.length ?? 0;
  const isDue = loaded > 0 && loaded < pages && hasNextPage && !isFetching && !isFetchNextPageError;
  useEffect(() => {
    if (isDue) void fetchNextPage();
  }, [isDue, fetchNextPage]);
}

/** What is loaded of an answer. */
const loadedOf = ({ pages }: InfiniteData<Spend>, zone: string, span: TimeSpan): LoadedGroups => ({
  rows: pages.flatMap(({ items }) => items),
  span,
  zone,
  isWhole: pages.at(-1)?.nextCursor === null,
});

type Question = Pick<SpendPartProps, 'search' | 'budget'>;

/** The question itself once it is answered; until then the one before, if there was one. */
function useAnswered({ search, budget }: Question, isAnswered: boolean): Question | null {
  const [last, setLast] = useState<Question | null>(null);
  if (!isAnswered) return last;
  if (last?.search === search && last.budget === budget) return last;
  const present = { search, budget };
  setLast(present);
  return present;
}

/**
 * What was spent: the whole, over time, and by group. Until a new question is answered all of the answer before stays, with its own filters
 * and times: sums of two questions never stand in one table.
 */
export function SpendAnswer({ search, budget, change }: SpendPartProps) {
  const query = useInfiniteQuery(spendPages(paramsOf(search, budget.id)));
  const shown = useAnswered({ search, budget }, query.data !== undefined);
  if (!shown || query.isLoadingError)
    return (
      <Loaded query={query} lines={8}>
        {() => null}
      </Loaded>
    );
  return (
    <div className={styles.answer} aria-busy={query.data === undefined}>
      <Answer {...shown} look={(next) => change({ ...search, ...next })} />
    </div>
  );
}

interface AnswerProps extends Question {
  /** Has it looked at otherwise: in another order, or with more groups. */
  readonly look: (next: SpendLook) => void;
}

function Answer({ search, budget, look }: AnswerProps) {
  const { zone, before, params, query, queryBefore } = useAnswer({ search, budget });
  const [first] = query.data?.pages ?? [];
  if (!query.data || !first) return null;
  const now = loadedOf(query.data, zone, spanOf(first));
  const then = before && queryBefore.data ? loadedOf(queryBefore.data, zone, before) : null;
  const totalBefore = (before && queryBefore.data?.pages[0]?.total) ?? null;
  const groups = first.groupBy;
  const lines = spendLines(now, then, groups);
  const isEmpty = lines.length === 0 || (groups.length === 0 && isNothing(first.total));
  return (
    <>
      <Figures answer={first} {...{ totalBefore, before, zone }} scale={budget.scale} />
      {before && queryBefore.isError && <ErrorState error={queryBefore.error} retry={queryBefore.refetch} />}
      {isEmpty ? (
        <EmptyState text="Nothing was spent, held or denied in this time." />
      ) : (
        <>
          <SpendChart {...{ search, budget, zone, before, groups }} answer={now} />
          <Section
            title={
              groups.length === 0 ? 'All together' : `By ${groups.map(groupName).join(', ').toLowerCase()}`
            }
            aside={<CsvButton name={fileName(now)} load={() => spendAsCsv(params)} />}
          >
            <SpendTable
              {...{ search, groups, lines, zone, totalBefore, look }}
              compares={before !== null}
              total={first.total}
              scale={budget.scale}
            />
            {!now.isWhole && <NotWhole shown={now.rows.length} />}
            <MorePages query={query} pages={search.pages ?? 1} show={(pages) => look({ pages })} />
          </Section>
        </>
      )}
    </>
  );
}

const isNothing = ({ spent, refunded, reserved, calls, denied }: SpendSums): boolean =>
  [spent, refunded, reserved].every((amount) => amount === '0') && calls === 0 && denied === 0;

const fileName = ({ span, zone }: LoadedGroups): string => {
  const { first, last } = daysOf(span, zone);
  return `spend-${first}-${last}`;
};

/** There are more groups than are shown: the total has them all, and so has the file. */
function NotWhole({ shown }: { readonly shown: number }) {
  return (
    <p className="muted small">
      The first {shown} groups are here, ordered among themselves. The total and the file have all of them.
    </p>
  );
}

interface FiguresProps {
  readonly answer: Spend;
  readonly before: TimeSpan | null;
  readonly totalBefore: SpendSums | null;
  readonly zone: string;
  readonly scale: number;
}

function Figures({ answer, before, totalBefore, zone, scale }: FiguresProps) {
  const { total, currency, asOf } = answer;
  return (
    <div className={styles.figures}>
      <dl>
        <div className={styles.large}>
          <dt>Spent</dt>
          <dd>
            <Amount value={total.spent} currency={currency} scale={scale} />
          </dd>
        </div>
        {before && (
          <div>
            <dt>
              Before, <Time at={new Date(before.from).toISOString()} zone={zone} /> to{' '}
              <Time at={new Date(before.to).toISOString()} zone={zone} />
            </dt>
            <dd>
              {totalBefore ? (
                <>
                  <Amount value={totalBefore.spent} currency={currency} scale={scale} />{' '}
                  <span className="muted">
                    <Change now={total} before={totalBefore} scale={scale} />
                  </span>
                </>
              ) : (
                '–'
              )}
            </dd>
          </div>
        )}
        <div>
          <dt>Refunded</dt>
          <dd>
            <Amount value={total.refunded} scale={scale} />
          </dd>
        </div>
        <div>
          <dt>Held now</dt>
          <dd>
            <Amount value={total.reserved} scale={scale} />
          </dd>
        </div>
        <div>
          <dt>Calls</dt>
          <dd>{amountText(total.calls, undefined, 0)}</dd>
        </div>
        <div>
          <dt>Denied</dt>
          <dd>{amountText(total.denied, undefined, 0)}</dd>
        </div>
      </dl>
      <p className="muted small">
        As of <Time at={asOf} zone={zone} precision="second" />
      </p>
    </div>
  );
}
