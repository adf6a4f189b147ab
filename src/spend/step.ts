import { setImmediate as turn } from 'node:timers/promises';
import { SPEND_FORMAT } from '../core/spend.js';
import type { WriteClient } from '../database/connections.js';
import { Sheet } from './sheet.js';
import { FIRST_PLACE, movePlace, firstOpenTick, takePlace, type SpendPlace } from './sql/place.js';
import { readPassed, type PassedEntry } from './sql/read-entries.js';
import type { Tally } from './tally.js';
import { addToBudgets, addToCells, deleteSums, writeKeys } from './sql/write-sums.js';

/** Entries that are added at once and their bytes, and rows that are deleted at once. */
const PAGE = 2_000;
const PAGE_BYTES = 4 * 1024 * 1024;
const DELETED = 20_000;

/** Entries that are read in one turn of the event loop. */
const IN_ONE_TURN = 50;

/** What a step did. */
export interface SpendStep {
  /** Another process has the place, or there is more to be done at once, or not. */
  left: 'elsewhere' | 'more' | 'done';
  /** What was spent of late; history is none of it. */
  followed?: Tally;
}

/**
 * Takes the sums one step further, in one transaction with the place that they have come to: what is added is added once,
 * whatever breaks off. A process that dies leaves the place to the others.
 */
export async function step(tx: WriteClient): Promise<SpendStep> {
  const place = await takePlace(tx);
  // A later version of the service has made them for itself.
  if (!place || place.format > SPEND_FORMAT) return { left: 'elsewhere' };
  if (place.format < SPEND_FORMAT) {
    await movePlace(tx, { ...place, format: SPEND_FORMAT, phase: 'clear' });
    return { left: 'more' };
  }
  return place.phase === 'clear' ? await clear(tx, place) : await addPage(tx, place);
}

async function clear(tx: WriteClient, place: SpendPlace): Promise<SpendStep> {
  if ((await deleteSums(tx, DELETED)) > 0) return { left: 'more' };
  // Whatever is written from now on is not before this tick, and all that is can be seen.
  await movePlace(tx, { ...place, ...FIRST_PLACE, phase: 'build', tick: await firstOpenTick(tx) });
  return { left: 'more' };
}

async function addPage(tx: WriteClient, place: SpendPlace): Promise<SpendStep> {
  const entries = await readPassed(tx, place, PAGE, PAGE_BYTES);
  const last = entries.at(-1);
  if (last) {
    const sheet = await sheetOf(entries);
    await write(tx, sheet);
    const { treeId, budgetId, version } = last;
    const tick = place.phase === 'build' ? place.tick : last.tick;
    await movePlace(tx, { ...place, tick, treeId, budgetId, version });
    if (place.phase === 'build') return { left: 'more' };
    const isWhole = last.nth === last.found && last.found < PAGE;
    return { left: isWhole ? 'done' : 'more', followed: sheet.tally };
  }
  if (place.phase === 'follow') return { left: 'done' };
  // All that was before the tick is added: it goes on with what came from then on.
  await movePlace(tx, { ...place, ...FIRST_PLACE, phase: 'follow' });
  return { left: 'more' };
}

/** In turns of the event loop, between which decisions are made. */
async function sheetOf(entries: readonly PassedEntry[]): Promise<Sheet> {
  const sheet = new Sheet();
  for (let i = 0; i < entries.length; i += 1) {
    if (i > 0 && i % IN_ONE_TURN === 0) await turn();
    sheet.add(entries[i]!);
  }
  return sheet;
}

async function write(tx: WriteClient, sheet: Sheet): Promise<void> {
  const { cells, budgets, keys } = sheet.rows;
  await writeKeys(tx, keys);
  await addToCells(tx, cells);
  await addToBudgets(tx, budgets);
}
