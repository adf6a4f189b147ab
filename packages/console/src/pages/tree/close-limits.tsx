import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { api } from '../../api/client.js';
import { Badge } from '../../design/badge.js';
import { ErrorState } from '../../design/error-state.js';
import { CLOSE_PERCENT } from '../../design/meter.js';
import { seenText } from '../../design/said.js';
import { limitText } from '../../parts/limit-text.js';

/** How many are asked for; those that are fullest. */
const MOST = 200;

/** The limits of a reach that are close, or of one budget and what lies under it. */
function useClose(within: string | undefined) {
  const query = { shareFrom: String(CLOSE_PERCENT / 100), limit: MOST };
  return api.useQuery('get', '/v1/envelopes', {
    params: { query: within === undefined ? query : { ...query, budgetId: within } },
  });
}

type CloseLimit = NonNullable<ReturnType<typeof useClose>['data']>['items'][number];

const Context = createContext<ReadonlyMap<string, readonly CloseLimit[]>>(new Map());

export interface CloseLimitsProviderProps {
  readonly within: string | undefined;
  readonly children: ReactNode;
}

/** Asks once which limits are close, for all rows within. */
export function CloseLimitsProvider({ within, children }: CloseLimitsProviderProps) {
  const { data, isLoadingError, error, refetch } = useClose(within);
  const byBudget = useMemo(() => grouped(data?.items ?? []), [data]);
  return (
    <Context value={byBudget}>
      {/* Without it a limit that is not marked would look as if it had room. */}
      {isLoadingError && <ErrorState error={error} retry={refetch} />}
      {children}
    </Context>
  );
}

function grouped(limits: readonly CloseLimit[]): Map<string, readonly CloseLimit[]> {
  const byBudget = new Map<string, readonly CloseLimit[]>();
  for (const limit of limits) byBudget.set(limit.budgetId, [...(byBudget.get(limit.budgetId) ?? []), limit]);
  return byBudget;
}

const nameOf = ({ name, usage, ...limit }: CloseLimit): string => {
  const text = name === null ? limitText({ name, ...limit }) : seenText(name);
  return usage.key === null ? text : `${text}, ${seenText(usage.key)}`;
};

const percentOf = ({ share }: CloseLimit): number => Math.floor(Number(share) * 100);

/** The limits of one budget that are close: the fullest, and how many there are besides. */
export function CloseLimits({ budgetId }: { readonly budgetId: string }) {
  const limits = useContext(Context).get(budgetId) ?? [];
  const [fullest, ...others] = limits;
  if (!fullest) return null;
  const title = limits.map((limit) => `${nameOf(limit)}: ${percentOf(limit)} % used`).join('\n');
  return (
    <Badge tone={percentOf(fullest) >= 100 ? 'bad' : 'warn'} title={title}>
      {nameOf(fullest)} {percentOf(fullest)} %{others.length > 0 && ` +${others.length}`}
    </Badge>
  );
}
