import { useQuery } from '@tanstack/react-query';
import { client } from '../api/client.js';
import { Said } from '../design/said.js';

/** Names change seldom, and are asked for once: they stay out of what events make stale. */
const SELDOM = { staleTime: 5 * 60_000, retry: false } as const;

/** A budget by its name, wherever only its id is known. */
export function BudgetName({ id, name }: { readonly id: string; readonly name?: string | undefined }) {
  const { data = name } = useQuery({
    ...SELDOM,
    queryKey: ['name', 'budget', id],
    queryFn: async ({ signal }) =>
      (await client.GET('/v1/budgets/{id}', { params: { path: { id } }, signal })).data?.name ?? id,
    enabled: name === undefined,
  });
  return <Said text={data ?? '…'} title={id} />;
}

const KEY = /^key_/;

/** How those are called who hold no key. */
function wellKnown(holder: string): string {
  if (holder === 'admin') return 'the admin';
  if (holder === 'purser') return 'Purser';
  return holder.replace(/^user:/, '');
}

/** The one who acts: by the name of their first key, or as the issuer knows them. */
export function HolderName({ holder }: { readonly holder: string }) {
  const { data } = useQuery({
    ...SELDOM,
    queryKey: ['name', 'key', holder],
    queryFn: async ({ signal }) =>
      (await client.GET('/v1/keys/{id}', { params: { path: { id: holder } }, signal })).data?.name ?? holder,
    enabled: KEY.test(holder),
  });
  return <Said text={data ?? wellKnown(holder)} title={holder} />;
}
