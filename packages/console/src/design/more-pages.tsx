import { useEffect } from 'react';
import { Button } from './button.js';
import { ErrorState } from './error-state.js';
import styles from './states.module.css';

/** A list that is asked for page by page. */
interface Paged {
  readonly data: { readonly pages: readonly unknown[] } | undefined;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly isFetchNextPageError: boolean;
  readonly error: unknown;
  readonly fetchNextPage: () => unknown;
}

export interface MorePagesProps {
  readonly query: Paged;
  /** How many pages are to be shown. */
  readonly pages: number;
  /** Asks for so many. */
  readonly show: (pages: number) => void;
}

/** Asks for as many pages as are to be shown, and offers the next one. */
export function MorePages({ query, pages, show }: MorePagesProps) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const shown = query.data?.pages.length ?? 0;
  const isDue = shown > 0 && shown < pages && hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  useEffect(() => {
    if (isDue) fetchNextPage();
  }, [isDue, fetchNextPage]);
  if (isFetchNextPageError) return <ErrorState error={query.error} retry={fetchNextPage} />;
  if (!hasNextPage) return null;
  return (
    <div className={styles.more}>
      <Button busy={isFetchingNextPage} onClick={() => show(shown + 1)}>
        {isFetchingNextPage ? 'Loading' : 'Show more'}
      </Button>
    </div>
  );
}
