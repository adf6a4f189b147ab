import type { ChainRow } from '../../audit/chain.js';
import type { Reader } from '../snapshot.js';

/** The entries of a budget from one version to another, both included, in their order: of so many bytes, and one at least. */
export async function chainPage(
  reader: Reader,
  treeUuid: string,
  budgetUuid: string,
  from: number,
  to: number,
  bytes: number,
): Promise<ChainRow[]> {
  return await reader.$queryRaw<ChainRow[]>`
    SELECT version::float8 AS version, (extract(epoch FROM at) * 1000)::float8 AS at, kind, denied,
      reservation_id::text AS "reservationId", request_key::text AS "requestKey", content,
      encode(hash, 'hex') AS hash
    FROM (
      SELECT *, sum(octet_length(content)) OVER (ORDER BY version) - octet_length(content) AS before
      FROM entries
      WHERE tree_id = ${treeUuid}::uuid AND budget_id = ${budgetUuid}::uuid
        AND version BETWEEN ${BigInt(from)} AND ${BigInt(to)}
    ) AS sized
    WHERE before < ${bytes}
    ORDER BY version`;
}
