import type { Budget } from '@purser/sdk';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../api/client.js';
import { Sparkline } from '../../design/sparkline.js';
import { timeText } from '../../design/times.js';
import { useBudget } from './budget-context.js';
import styles from './budget-limits.module.css';

type CountingLimit = Budget['envelopes'][number];

/** How many windows are shown, the one under way included. */
const MOST = 30;

/** What is over changes seldom: only what is settled late reaches back. */
const SELDOM_MS = 5 * 60_000;

export interface PastWindowsProps {
  readonly limit: CountingLimit;
  readonly counter: CountingLimit['usage'][number];
}

/** What a limit counted in its last windows, beside what it counts now. It keeps its room while that is asked for. */
export function PastWindows({ limit, counter }: PastWindowsProps) {
  const { currency, scale, timezone } = useBudget();
  const { id, window, metric } = limit;
  const { key, windowStart, used } = counter;
  const { data: past = [] } = useQuery({
    // The name is of a window: when the next one begins, it is asked for again.
    queryKey: ['past windows', id, key, windowStart],
    queryFn: async ({ signal }) => {
      const query = { last: MOST, ...(key !== null && key !== '' && { key }) };
      const { data } = await client.GET('/v1/envelopes/{id}/windows', {
        params: { path: { id }, query },
        signal,
      });
      return data?.windows.filter(({ from }) => from !== windowStart) ?? [];
    },
    staleTime: SELDOM_MS,
    enabled: windowStart !== null,
  });
  const isAmount = metric === 'amount';
  const precision = window === 'minute' || window === 'hour' ? 'minute' : 'day';
  const name = (from: string): string => timeText(from, precision, limit.timezone ?? timezone);
  const points = [
    ...past.flatMap(({ from, used: value }) => (from === null ? [] : [{ name: name(from), value }])),
    { name: 'now', value: used },
  ];
  return (
    <div className={styles.past}>
      {past.length > 0 && (
        <Sparkline
          label={`The last ${points.length} windows`}
          points={points}
          limit={limit.limit}
          {...(isAmount ? { currency, scale } : { scale: 0 })}
        />
      )}
    </div>
  );
}
