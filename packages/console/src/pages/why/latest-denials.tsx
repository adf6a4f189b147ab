import { api } from '../../api/client.js';
import { EmptyState } from '../../design/empty-state.js';
import { Loaded } from '../../design/loaded.js';
import { EntriesList } from '../../parts/entries-list.js';

/** How many are shown. */
const MOST = 30;

/** What was denied lately, wherever the reader reaches, the newest first. */
export function LatestDenials() {
  const query = api.useQuery('get', '/v1/entries', {
    params: { query: { outcome: 'denied', order: 'desc', limit: MOST, expand: ['budget'] } },
  });
  return (
    <Loaded query={query} lines={6}>
      {({ items }) =>
        items.length === 0 ? <EmptyState text="Nothing was denied." /> : <EntriesList entries={items} />
      }
    </Loaded>
  );
}
