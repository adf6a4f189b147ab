import type { Reservation } from '@purser/sdk';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../api/client.js';
import { Loaded } from '../../design/loaded.js';
import { MorePages } from '../../design/more-pages.js';
import { TimelineStep } from './timeline-step.js';
import styles from './timeline.module.css';

/** How many steps are asked for at once: most reservations have less than five. */
const PAGE = 100;

/** Every entry that concerns a reservation, from the first on. */
export function Timeline({ reservation }: { readonly reservation: Reservation }) {
  const { id, budgetId, budget } = reservation;
  const [pages, show] = useState(1);
  const query = useInfiniteQuery({
    queryKey: ['get', '/v1/budgets/{id}/entries', 'of reservation', id],
    queryFn: async ({ pageParam, signal }) => {
      const cursor = pageParam === '' ? {} : { cursor: pageParam };
      const { data } = await client.GET('/v1/budgets/{id}/entries', {
        params: { path: { id: budgetId }, query: { reservationId: id, limit: PAGE, ...cursor } },
        signal,
      });
      return data ?? { items: [], nextCursor: null };
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  return (
    <>
      <Loaded query={query} lines={4}>
        {({ pages: read }) => {
          const entries = read.flatMap(({ items }) => items);
          return (
            <ol className={styles.timeline}>
              {entries.map(({ content }, i) => (
                <TimelineStep
                  key={content.version}
                  entry={content}
                  before={entries[i - 1]?.content}
                  currency={budget?.currency}
                  scale={budget?.scale}
                  zone={budget?.timezone}
                />
              ))}
            </ol>
          );
        }}
      </Loaded>
      <MorePages query={query} pages={pages} show={show} />
    </>
  );
}
