import type { Budget } from '@purser/sdk';
import { api } from '../api/client.js';

/** The labels that spend of a tree is kept by: the root knows them, if it may be looked at. */
export function useDimensions({ id, treeId, dimensions, ancestors }: Budget): readonly string[] {
  const isRoot = id === treeId;
  const { data } = api.useQuery(
    'get',
    '/v1/budgets/{id}',
    { params: { path: { id: treeId } } },
    { enabled: !isRoot && ancestors[0]?.id === treeId, retry: false },
  );
  return (isRoot ? dimensions : data?.dimensions) ?? [];
}
