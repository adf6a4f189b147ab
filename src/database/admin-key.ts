import { hash, randomBytes, randomUUID } from 'node:crypto';
import { StartupError } from '../runtime/startup-error.js';
import type { WriteClient } from './connections.js';

/** Where the admin key came from: made now, set in the environment, or made by an earlier start. */
export type AdminKeyOrigin =
  | { readonly kind: 'made'; readonly key: string }
  | { readonly kind: 'environment'; readonly key: string }
  | { readonly kind: 'kept' };

const NAME = 'admin';

/**
 * Sets the admin key of the environment, or makes one unless the database has one. Only its hash is kept. Of several
 * replicas that start at once on an empty database only one makes it, and so shows it. Throws a StartupError if the
 * key of the environment belongs to a budget.
 */
export async function establishAdminKey(
  sql: WriteClient,
  fromEnvironment: string | undefined,
): Promise<AdminKeyOrigin> {
  const key = fromEnvironment ?? `purser_admin_${randomBytes(32).toString('base64url')}`;
  const hashed = hash('sha256', key, 'buffer');
  // No conflict is named: replicas under one key meet at its hash before they meet at its name.
  const made = await sql`
    insert into api_keys (id, name, role, hash) values (${randomUUID()}, ${NAME}, 'operator', ${hashed})
    on conflict do nothing returning id`;
  if (fromEnvironment === undefined) return made.length > 0 ? { kind: 'made', key } : { kind: 'kept' };
  const [owner] = await sql`select 1 from api_keys where hash = ${hashed} and budget_id is not null`;
  if (owner) throw new StartupError('PURSER_ADMIN_KEY is the key of a budget: choose another one');
  await sql`
    update api_keys set hash = ${hashed}, changed_at = clock_timestamp()
    where budget_id is null and name = ${NAME} and hash <> ${hashed}`;
  return { kind: 'environment', key };
}
