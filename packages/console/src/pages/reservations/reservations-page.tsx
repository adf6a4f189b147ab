import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { EmptyState } from '../../design/empty-state.js';
import type { FilterValues } from '../../design/filters.js';
import { Loaded } from '../../design/loaded.js';
import { MorePages } from '../../design/more-pages.js';
import { Page } from '../../design/page.js';
import { CsvButton } from '../../parts/csv-button.js';
import { pagesIn } from '../../parts/search-texts.js';
import { FoundReservations } from './found-reservations.js';
import { ReservationFilters } from './reservation-filters.js';
import { reservationsAsCsv, reservationsFound } from './reservation-search.js';

/** Reservations, by all that they can be searched by. The address has the question, and how much of the answer is shown. */
export function ReservationsPage() {
  const asked = useSearch({ from: '/signed-in/reservations' });
  const navigate = useNavigate({ from: '/reservations' });
  const query = useInfiniteQuery(reservationsFound(asked));
  const search = (values: FilterValues): void => void navigate({ search: values });
  const { pages: _, ...values } = asked;
  const isFiltered = Object.keys(values).length > 0;
  return (
    <Page
      title="Reservations"
      aside={<CsvButton name="reservations" load={() => reservationsAsCsv(values)} />}
    >
      <ReservationFilters values={values} search={search} />
      <Loaded query={query} lines={8}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 && !query.hasNextPage ? (
            <EmptyState
              text={isFiltered ? 'No reservation is like that.' : 'Nothing has been reserved yet.'}
            />
          ) : (
            <FoundReservations items={items} bySettlement={values.orderBy === 'settledAt'} />
          );
        }}
      </Loaded>
      <MorePages
        query={query}
        pages={pagesIn(asked)}
        show={(pages) =>
          void navigate({ search: { ...asked, pages: String(pages) }, replace: true, resetScroll: false })
        }
      />
    </Page>
  );
}
