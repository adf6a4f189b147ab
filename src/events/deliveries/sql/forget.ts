import type { WriteClient } from '../../../database/connections.js';
import { run } from '../../../database/run.js';

/** Few enough to be deleted well within the time of a statement. */
export const DELETED_AT_ONCE = 5_000;

/** SQL of whether there are outlets that were deleted: what was to be delivered to them is deleted in parts. */
export const hasForgotten = (outlets: string): string =>
  `EXISTS (SELECT FROM ${outlets} WHERE state = 'deleting')`;

/** Where the outlets of a kind are, and what is to be delivered to them. */
interface OutletTables {
  outlets: string;
  deliveries: string;
  /** The columns by which a delivery names its outlet, and those of the outlet. */
  names: Readonly<Record<string, string>>;
}

/**
 * What deletes a part of the deliveries to outlets that were deleted, and the outlets with the last of it. It answers whether
 * there may be more.
 */
export function forgetterOf({ outlets, deliveries, names }: OutletTables) {
  const key = [...Object.keys(names), 'id'];
  const isOf = Object.entries(names).map(([column, named]) => `d.${column} = o.${named}`);
  const deletePart = `
DELETE FROM ${deliveries}
WHERE (${key.join(', ')}) IN (
  SELECT ${key.map((column) => `d.${column}`).join(', ')}
  FROM (
    SELECT * FROM ${outlets} WHERE state = 'deleting' ORDER BY ${Object.values(names).join(', ')} LIMIT 1
  ) o
  JOIN ${deliveries} d ON ${isOf.join(' AND ')}
  LIMIT $1::int
  FOR UPDATE OF d SKIP LOCKED
)`;
  const deleteEmpty = `
DELETE FROM ${outlets} o
WHERE o.state = 'deleting' AND NOT EXISTS (SELECT FROM ${deliveries} d WHERE ${isOf.join(' AND ')})`;
  return async (sql: WriteClient): Promise<boolean> => {
    const { count } = await run(sql, deletePart, [DELETED_AT_ONCE]);
    if (count < DELETED_AT_ONCE) await run(sql, deleteEmpty);
    return count > 0;
  };
}
