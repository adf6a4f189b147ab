import { PurserError } from '@purser/sdk';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client, linkSession } from '../api/client.js';
import { queryClient } from '../api/query-client.js';

async function readSession(signal?: AbortSignal) {
  try {
    return (await client.GET('/v1/sessions/self', { signal: signal ?? null })).data ?? null;
  } catch (error) {
    if (error instanceof PurserError && error.status === 401) return null;
    throw error;
  }
}

/** Who is signed in, and what they may do where. */
export type Session = NonNullable<Awaited<ReturnType<typeof readSession>>>;

/** The session; null where nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => readSession(signal),
  staleTime: 60_000,
});

/** The session of the page: every page within the shell has one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('useSession is for pages of those who are signed in');
  return data;
}

/** Whether the one who is signed in may do a thing: `approve`, `stop`, `manage` and so on. Where, the service decides. */
export const useMay = (action: Session['actions'][number]): boolean => useSession().actions.includes(action);

/** Where the page goes when nobody is signed in any more. */
let leave: () => void = () => undefined;

export function onSignedOut(go: () => void): void {
  leave = go;
}

/** Forgets all that was shown: the next to sign in may see less. */
function ended(): void {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, null);
  leave();
}

linkSession({ csrfToken: () => queryClient.getQueryData(sessionQuery.queryKey)?.csrfToken ?? null, ended });

export async function signIn(key: string): Promise<void> {
  const { data } = await client.POST('/v1/sessions', { body: { key } });
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, data ?? null);
}

export async function signOut(): Promise<void> {
  await client.DELETE('/v1/sessions/self');
  ended();
}

/** Asks again whether anybody is signed in: a session ends with the key that opened it. */
export async function checkSession(): Promise<void> {
  // Where the service cannot be reached, nobody knows.
  const session = await readSession().catch(() => undefined);
  if (session === null) ended();
}
