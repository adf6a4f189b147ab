/** The idempotency key of what a model has named: one for each name, whatever its letters and length. */
export async function namedKey(...names: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(names));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `mcp:${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
