import type { ReactNode } from 'react';
import { ErrorState } from './error-state.js';
import { Skeleton } from './skeleton.js';

export interface LoadedProps<Data> {
  /** A query, or one of many pages. */
  readonly query: {
    readonly data: Data | undefined;
    readonly isError: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}

/** What a query brought, what is in its way, or room for it. What was shown stays while it is asked for again. */
export function Loaded<Data>({ query, lines = 3, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  return <Skeleton lines={lines} />;
}
