import { setImmediate as turn } from 'node:timers/promises';
import { SPEND_FORMAT } from '../core/spend.js';
import type { WriteClient } from '../database/connections.js';
import type { KnownKeys } from './known-keys.js';
import type { RecentExpenses } from './recent-expenses.js';
import { Sheet } from './sheet.js';
import { FIRST_PLACE, movePlace, firstOpenTick, takePlace, type SpendPlace } from './sql/place.js';
import type { Tally } from './tally.js';
import { readPassed } from './sql/read-entries.js';
import { readSpans } from './sql/read-spans.js';
import { addToBudgets, addToCells, addToUsage, deleteSums, writeKeys } from './sql/write-sums.js';

/** Entries that are added at once, bytes after which no more are, and rows that are deleted at once. */
const PAGE = 3_000;
const PAGE_BYTES = 4 * 1024 * 1024;
const DELETED = 20_000;

/** Entries that are read in one turn of the event loop. */
const IN_ONE_TURN = 50;

/**
 * A page of so many entries is of a busy time: what comes next gathers for so long, since one step that adds much costs less
 * than several that add the same, often to the same sums.
 */
const MANY = 100;
const REST_MS = 600;

/** What is left: another process has the place, or there is more to be done at once, or not. */
type Left = 'elsewhere' | 'more' | 'done';

/** What a step did. */
export interface SpendStep {
  left: Left;
  /** Keys that are in the database once the step is committed. */
  written: Sheet['newKeys'];
  /** What was spent of late; history is none of it. */
  followed?: Tally;
}

/** Takes the next step from a place. */
type From = (tx: WriteClient, place: SpendPlace, sheet: Sheet, recent: RecentExpenses) => Promise<Left>;

/**
 * Takes the sums one step further, in one transaction with the place that they have come to: what is added is added once,
 * whatever breaks off. A process that dies leaves the place to the others.
 */
export async function step(tx: WriteClient, known: KnownKeys, recent: RecentExpenses): Promise<SpendStep> {
  const sheet = new Sheet(known);
  const place = await takePlace(tx);
  // A later version of the service has made them for itself.
  if (!place || place.format > SPEND_FORMAT) return { left: 'elsewhere', written: sheet.newKeys };
  known.holdFor(place.generation);
  const left = await next(place)(tx, place, sheet, recent);
  return { left, written: sheet.newKeys, ...(place.phase === 'follow' && { followed: sheet.tally }) };
}

function next({ format, phase }: SpendPlace): From {
  if (format < SPEND_FORMAT) return begin;
  return phase === 'clear' ? clear : addPage;
}

async function begin(tx: WriteClient, place: SpendPlace): Promise<Left> {
  const generation = place.generation + 1n;
  await movePlace(tx, { ...place, format: SPEND_FORMAT, phase: 'clear', generation });
  return 'more';
}

async function clear(tx: WriteClient, place: SpendPlace): Promise<Left> {
  if ((await deleteSums(tx, DELETED)) > 0) return 'more';
  // Whatever is written from now on is not before this tick, and all that is can be seen.
  await movePlace(tx, { ...place, ...FIRST_PLACE, phase: 'build', tick: await firstOpenTick(tx) });
  return 'more';
}

async function addPage(
  tx: WriteClient,
  place: SpendPlace,
  sheet: Sheet,
  recent: RecentExpenses,
): Promise<Left> {
  const follows = place.phase === 'follow';
  const { count, isWhole, last } = follows
    ? await readFollowing(tx, place, sheet, recent)
    : await readPage(tx, place, sheet);
  if (last) {
    await write(tx, sheet);
    const { treeId, budgetId, version } = last;
    const tick = follows ? last.tick : place.tick;
    const rest = follows && isWhole && count >= MANY ? REST_MS : 0;
    await movePlace(tx, { ...place, tick, treeId, budgetId, version }, rest);
    return isWhole && follows ? 'done' : 'more';
  }
  if (follows) return 'done';
  // All that was before the tick is added: it goes on with what came from then on.
  await movePlace(tx, { ...place, ...FIRST_PLACE, phase: 'follow' });
  return 'more';
}

/** What was read of a page: how many entries, whether there are no others, and the last of them. */
interface ReadPage {
  count: number;
  isWhole: boolean;
  last: Pick<SpendPlace, 'tick' | 'treeId' | 'budgetId' | 'version'> | undefined;
}

/** Puts on the sheet what this process remembers of a page, and reads what comes after that. */
async function readFollowing(
  tx: WriteClient,
  place: SpendPlace,
  sheet: Sheet,
  recent: RecentExpenses,
): Promise<ReadPage> {
  const spans = await readSpans(tx, place, PAGE);
  const page: ReadPage = { count: 0, isWhole: false, last: undefined };
  let added = 0;
  for (const span of spans) {
    const noted = recent.take(span);
    if (!noted) {
      const rest = await readPage(tx, { ...place, ...page.last }, sheet);
      return { count: page.count + rest.count, isWhole: rest.isWhole, last: rest.last ?? page.last };
    }
    for (const { at, expense } of noted) {
      sheet.addExpense(span, at, expense);
      added += 1;
      if (added % IN_ONE_TURN === 0) await turn();
    }
    const { tick, treeId, budgetId, version } = span;
    page.last = { tick, treeId, budgetId, version };
    page.count += span.entries;
  }
  page.isWhole = page.count < PAGE;
  return page;
}

/** Puts a page of entries on the sheet, in turns of the event loop, between which decisions are made. */
async function readPage(tx: WriteClient, place: SpendPlace, sheet: Sheet): Promise<ReadPage> {
  const page: ReadPage = { count: 0, isWhole: false, last: undefined };
  let bytes = 0;
  for await (const entries of readPassed(tx, place, PAGE)) {
    for (const [i, entry] of entries.entries()) {
      if (i > 0 && i % IN_ONE_TURN === 0) await turn();
      sheet.add(entry);
      bytes += entry.content?.length ?? 0;
    }
    const last = entries.at(-1);
    page.last = last;
    page.count = last?.nth ?? page.count;
    if (bytes >= PAGE_BYTES) return page;
  }
  page.isWhole = page.count < PAGE;
  return page;
}

async function write(tx: WriteClient, sheet: Sheet): Promise<void> {
  const { cells, usage, budgets, keys } = sheet.rows();
  await writeKeys(tx, keys);
  await addToCells(tx, cells);
  await addToUsage(tx, usage);
  await addToBudgets(tx, budgets);
}
