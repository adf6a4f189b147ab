import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { EmptyState } from '../../design/empty-state.js';
import { Loaded } from '../../design/loaded.js';
import { MorePages } from '../../design/more-pages.js';
import { Page } from '../../design/page.js';
import { CsvButton } from '../../parts/csv-button.js';
import { EntriesList } from '../../parts/entries-list.js';
import { pagesIn } from '../../parts/search-texts.js';
import { entriesAsCsv, entriesFound } from './entry-search.js';
import { JournalFilters } from './journal-filters.js';

/** What was decided, as sentences, by all that it can be searched by. The address has the question. */
export function JournalPage() {
  const asked = useSearch({ from: '/signed-in/journal' });
  const navigate = useNavigate({ from: '/journal' });
  const query = useInfiniteQuery(entriesFound(asked));
  const { pages: _, ...values } = asked;
  return (
    <Page title="Journal" aside={<CsvButton name="journal" load={() => entriesAsCsv(values)} />}>
      <JournalFilters values={values} search={(search) => void navigate({ search })} />
      <Loaded query={query} lines={10}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 && !query.hasNextPage ? (
            <EmptyState
              text={Object.keys(values).length > 0 ? 'No entry is like that.' : 'Nothing has happened yet.'}
            />
          ) : (
            <EntriesList entries={items} />
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
