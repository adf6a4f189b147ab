import { Link } from '@tanstack/react-router';
import { api } from '../../api/client.js';
import { EmptyState } from '../../design/empty-state.js';
import { Loaded } from '../../design/loaded.js';
import { Section } from '../../design/page.js';
import { EntryLine } from '../../parts/entry-line.js';
import { isOwnEntry } from '../../parts/own-entry.js';
import { useBudget } from './budget-context.js';

/** How many are read, and how many of them are shown: some only say that money passed through. */
const MOST_READ = 50;
const MOST = 12;

/** What happened last, here and below. */
export function BudgetEntries() {
  const { id, currency, scale, timezone } = useBudget();
  const query = api.useQuery('get', '/v1/entries', {
    params: { query: { budgetId: id, order: 'desc', limit: MOST_READ } },
  });
  return (
    <Section
      title="Latest in the journal"
      aside={
        <Link to="/journal" search={{ budgetId: id }}>
          All of it
        </Link>
      }
    >
      <Loaded query={query}>
        {({ items }) => {
          const entries = items.map(({ content }) => content).filter(isOwnEntry);
          return entries.length === 0 ? (
            <EmptyState text="Nothing has happened here by itself." />
          ) : (
            <ol>
              {entries.slice(0, MOST).map((entry) => (
                <EntryLine
                  key={`${entry.budgetId} ${entry.version}`}
                  entry={entry}
                  currency={currency}
                  scale={scale}
                  zone={timezone}
                />
              ))}
            </ol>
          );
        }}
      </Loaded>
    </Section>
  );
}
