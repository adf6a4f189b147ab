import { hash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WriteClient } from '../../src/database/connections.js';

/**
 * A key for one more principal, known to all these services. For as long as keys cannot be made through the API this is
 * the only place that makes them, by the row that such a key will be.
 */
export async function makePrincipal(sql: WriteClient, baseUrls: string[], name: string): Promise<string> {
  const key = `purser_test_${randomBytes(16).toString('base64url')}`;
  await sql`
    insert into api_keys (id, name, hash) values (gen_random_uuid(), ${name}, ${hash('sha256', key, 'buffer')})`;
  const headers = { authorization: `Bearer ${key}` };
  for (const baseUrl of baseUrls) {
    // A key that it does not know makes a service look again, at most once a second.
    while ((await fetch(`${baseUrl}/v1/budgets?limit=1`, { headers })).status === 401) await sleep(100);
  }
  return key;
}
