import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { client } from '../../api/client.js';
import { EmptyState } from '../../design/empty-state.js';
import { Loaded } from '../../design/loaded.js';
import { Time } from '../../design/time.js';
import { entryId } from '../../parts/entry-ids.js';
import { ruleText } from '../../parts/rule-text.js';
import { ExplainedDecision } from './explained-decision.js';
import type { DecidedContent } from '../../parts/use-explained.js';
import styles from './why.module.css';

/** How many entries of one reservation are looked at for decisions. */
const MOST = 200;

/** The decisions about one reservation: the denial that was last or, where nothing was denied, how it came to be. */
export function ReservationDecisions({ id }: { readonly id: string }) {
  const query = useQuery({
    queryKey: ['get', '/v1/reservations/{id}', 'decisions', id],
    queryFn: async ({ signal }) => {
      const { data } = await client.GET('/v1/reservations/{id}', { params: { path: { id } }, signal });
      const asked = { path: { id: data?.budgetId ?? '' }, query: { reservationId: id, limit: MOST } };
      const entries = await client.GET('/v1/budgets/{id}/entries', { params: asked, signal });
      return entries.data?.items.map(({ content }) => content) ?? [];
    },
  });
  return (
    <Loaded query={query} lines={8}>
      {(entries) => <Decisions entries={entries} />}
    </Loaded>
  );
}

function Decisions({ entries }: { readonly entries: readonly DecidedContent[] }) {
  const denied = entries.filter(({ outcome }) => outcome === 'denied');
  const shown = denied.at(-1) ?? entries[0];
  const others = [...entries.slice(0, 1), ...denied].filter((entry) => entry !== shown);
  if (!shown) return <EmptyState text="Nothing was decided about it." />;
  return (
    <>
      <ExplainedDecision name={shown} />
      {others.length > 0 && (
        <ul className={styles.others}>
          {others.map((entry) => (
            <li key={entry.version}>
              <Link to="/why/$id" params={{ id: entryId(entry) }}>
                {entry.denial ? `Denied: ${ruleText(entry.denial.code)}` : 'How it came to be'}
              </Link>{' '}
              <span className="muted">
                <Time at={entry.at} precision="second" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
