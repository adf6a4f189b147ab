import { setTimeout as sleep } from 'node:timers/promises';
import type { Reader } from '../snapshot.js';

/** How long it is waited for what was being written, and between two looks. */
const PATIENCE_MS = 5_000;
const LOOK_MS = 10;

/**
 * The tick below which the journal is complete for good, and has all that was committed before this call: it waits until what
 * was being written then has ended. Where that takes long the tick is an earlier one, and the newest entries are left out.
 */
export async function completeTick(reader: Reader): Promise<bigint> {
  const first = await ticks(reader);
  const until = performance.now() + PATIENCE_MS;
  let { readable } = first;
  while (readable < first.next && performance.now() < until) {
    await sleep(LOOK_MS);
    ({ readable } = await ticks(reader));
  }
  return readable < first.next ? readable : first.next;
}

/** Whatever is begun from now on is written with `next` or later; nothing is written any more below `readable`. */
async function ticks(reader: Reader): Promise<{ next: bigint; readable: bigint }> {
  const [row] = await reader.$queryRaw<{ next: bigint; readable: bigint }[]>`
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint + shift AS next, readable_tick() AS readable
    FROM journal_clock`;
  return row!;
}
