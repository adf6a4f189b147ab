import { sha256 } from '../sha256.js';

/** The idempotency key of what a model has named: one for each name, whatever its letters and length. */
export async function namedKey(...names: readonly string[]): Promise<string> {
  return `mcp:${await sha256(JSON.stringify(names))}`;
}
