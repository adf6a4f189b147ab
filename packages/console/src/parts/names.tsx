import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { client } from '../api/client.js';
import { Said } from '../design/said.js';
import styles from './names.module.css';

/** Names change seldom, and are asked for once: they stay out of what events make stale. */
const SELDOM = { staleTime: 5 * 60_000, retry: false } as const;

/** The name of a budget. */
export const budgetNameQuery = (id: string) =>
  queryOptions({
    ...SELDOM,
    queryKey: ['name', 'budget', id],
    queryFn: async ({ signal }) =>
      (await client.GET('/v1/budgets/{id}', { params: { path: { id } }, signal })).data?.name ?? id,
  });

export interface BudgetNameProps {
  readonly id: string;
  readonly name?: string | undefined;
  /** Text alone: within a link or a button, or where the page is that of the budget. */
  readonly plain?: boolean;
}

/** A budget by its name, wherever only its id is known, as a link to its page. */
export function BudgetName({ id, name, plain = false }: BudgetNameProps) {
  const { data = name, isError } = useQuery({ ...budgetNameQuery(id), enabled: name === undefined });
  const text = <Said text={data ?? (isError ? id : '…')} title={id} />;
  // What cannot be read has no page.
  if (plain || isError) return text;
  return (
    <Link to="/budgets/$id" params={{ id }} className={styles.name}>
      {text}
    </Link>
  );
}

const KEY = /^key_/;

/** How those are called who hold no key. */
export function knownHolder(holder: string): string {
  if (holder === 'admin') return 'the admin';
  if (holder === 'purser') return 'Purser';
  return holder.replace(/^user:/, '');
}

/** The name of whoever holds a key; of others nothing is asked. */
export const holderNameQuery = (holder: string) =>
  queryOptions({
    ...SELDOM,
    queryKey: ['name', 'key', holder],
    queryFn: async ({ signal }) =>
      (await client.GET('/v1/keys/{id}', { params: { path: { id: holder } }, signal })).data?.name ?? holder,
    enabled: KEY.test(holder),
  });

/** The one who acts: by the name of their first key, or as the issuer knows them. */
export function HolderName({ holder }: { readonly holder: string }) {
  const { data } = useQuery(holderNameQuery(holder));
  return <Said text={data ?? knownHolder(holder)} title={holder} />;
}
