import { api } from '../../api/client.js';
import { EmptyState } from '../../design/empty-state.js';
import { ErrorState } from '../../design/error-state.js';
import { Section } from '../../design/page.js';
import { Skeleton } from '../../design/skeleton.js';
import { useLive } from '../../live/live.js';
import type { EntryContent } from '../../parts/entry-content.js';
import { EntryLine } from '../../parts/entry-line.js';
import { isOwnEntry } from '../../parts/own-entry.js';
import { useTops } from '../../parts/use-tops.js';

/** How many are shown; more are read, since some are not. */
const MOST = 30;
const READ = 60;

const keyOf = ({ budgetId, version }: EntryContent): string => `${budgetId} ${version}`;

/** Each entry once, the newest first: an entry can have several events, and be in the journal that was read as well. */
function latest(entries: readonly EntryContent[]): EntryContent[] {
  const each = new Map(entries.map((entry) => [keyOf(entry), entry]));
  return [...each.values()].sort((a, b) => b.at.localeCompare(a.at) || b.version - a.version).slice(0, MOST);
}

/** What happens, as it happens. */
export function LatestEntries() {
  const { recent } = useLive();
  const tops = useTops();
  const budgets = tops.data ?? [];
  const journal = api.useQuery('get', '/v1/entries', {
    params: { query: { order: 'desc', limit: READ } },
  });
  const read = journal.data?.items.map(({ content }) => content) ?? [];
  const entries = latest([...recent.map(({ data }) => data.entry), ...read.filter(isOwnEntry)]);
  return (
    <Section title="Latest">
      {journal.isError && <ErrorState error={journal.error} retry={journal.refetch} />}
      {entries.length > 0 && (
        <ol>
          {entries.map((entry) => {
            const tree = budgets.find(({ treeId }) => treeId === entry.treeId);
            return (
              <EntryLine
                key={keyOf(entry)}
                entry={entry}
                currency={tree?.currency}
                scale={tree?.scale}
                zone={tree?.timezone}
              />
            );
          })}
        </ol>
      )}
      {entries.length === 0 && journal.isPending && <Skeleton lines={5} />}
      {entries.length === 0 && journal.isSuccess && <EmptyState text="Nothing has happened yet." />}
    </Section>
  );
}
