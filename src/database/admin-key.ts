import { hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { WriteClient } from './connections.js';

/** Who makes a request. */
export interface Principal {
  readonly id: string;
  readonly name: string;
}

/** Where the admin key came from: made now, set in the environment, or made by an earlier start. */
export type AdminKeyOrigin =
  | { readonly kind: 'made'; readonly key: string }
  | { readonly kind: 'environment'; readonly key: string }
  | { readonly kind: 'kept' };

const NAME = 'admin';

/** How often a key that is not known may make the service look whether another replica has set it. */
const REFRESH_MS = 1_000;

const hashOf = (key: string): Buffer => hash('sha256', key, 'buffer');

/** The keys that open the API. Only their hashes are kept, in the database and in memory. */
export class AdminKey {
  private known: { readonly hash: Buffer; readonly principal: Principal }[] = [];
  private refreshedAt = 0;

  private constructor(
    private readonly sql: WriteClient,
    readonly origin: AdminKeyOrigin,
  ) {}

  /**
   * Sets the key of the environment, or makes one unless the database has one. Of several replicas that start at
   * once on an empty database only one makes it, and so shows it.
   */
  static async establish(sql: WriteClient, fromEnvironment: string | undefined): Promise<AdminKey> {
    const origin = fromEnvironment
      ? await setKey(sql, fromEnvironment)
      : await makeKey(sql, `purser_admin_${randomBytes(32).toString('base64url')}`);
    const adminKey = new AdminKey(sql, origin);
    await adminKey.refresh();
    return adminKey;
  }

  /** Who has this key; null if nobody does. All hashes are compared, each in constant time. */
  verify(key: string): Principal | null {
    const given = hashOf(key);
    let found: Principal | null = null;
    for (const one of this.known) if (timingSafeEqual(one.hash, given)) found = one.principal;
    if (!found) this.refreshSoon();
    return found;
  }

  private refreshSoon(): void {
    if (Date.now() - this.refreshedAt < REFRESH_MS) return;
    this.refresh().catch(() => undefined);
  }

  private async refresh(): Promise<void> {
    this.refreshedAt = Date.now();
    const rows = await this.sql<
      { id: string; name: string; hash: Buffer }[]
    >`select id, name, hash from api_keys`;
    this.known = rows.map(({ id, name, hash }) => ({ hash, principal: { id, name } }));
  }
}

async function setKey(sql: WriteClient, key: string): Promise<AdminKeyOrigin> {
  await sql`
    insert into api_keys (id, name, hash) values (${randomUUID()}, ${NAME}, ${hashOf(key)})
    on conflict (name) do update set hash = excluded.hash where api_keys.hash <> excluded.hash`;
  return { kind: 'environment', key };
}

async function makeKey(sql: WriteClient, key: string): Promise<AdminKeyOrigin> {
  const made = await sql`
    insert into api_keys (id, name, hash) values (${randomUUID()}, ${NAME}, ${hashOf(key)})
    on conflict (name) do nothing returning id`;
  return made.length > 0 ? { kind: 'made', key } : { kind: 'kept' };
}
