import type { WriteClient } from '../../src/database/connections.js';

/**
 * Waits until followers can read everything that is in the journal: any transaction of the server, those of other
 * tests included, may hold them back. A later subscriber receives nothing that was before.
 */
export async function untilReadable(sql: WriteClient): Promise<void> {
  for (;;) {
    const [row] = await sql<{ readable: boolean }[]>`
      select coalesce(max(tick), 0) < readable_tick() as readable from entries`;
    if (row?.readable) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
