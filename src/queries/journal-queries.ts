import { NOTHING } from '../core/balances.js';
import { timeText, type BalancesView, type EntryContent } from '../core/entries.js';
import { balancesView } from '../core/views.js';
import type { EntryKind } from '../core/kinds.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { isId, uuidOf } from '../ids/ids.js';
import { CHAIN_START } from '../audit/chain.js';
import { decidedPath, type DecidedPath } from './decided-path.js';
import { decodeVersion, encodeCursor, PAGE_BYTES, type Page } from './page.js';
import { readJournal, versionAt, type JournalConditions, type JournalRow } from './sql/journal.js';
import { inSnapshot } from './snapshot.js';
import { atOnce, verifyBudget, type Step, type Verification } from './verify.js';

/** Which entries of a budget to list; what is absent does not matter. */
export interface EntryFilter {
  /** `asc`, the default: as they were written. */
  order?: 'asc' | 'desc';
  /** Only entries after (with `desc`: before) this version. A cursor goes before it. */
  afterVersion?: number;
  cursor?: string;
  kind?: EntryKind;
  outcome?: 'accepted' | 'denied';
  reservationId?: string;
  limit: number;
}

/**
 * An entry with its place in the chain: `hash` is the SHA-256 over `previousHash` and the content as RFC 8785 text.
 * Both are hexadecimal; the first entry follows 64 zeros.
 */
export type EntryView = { content: EntryContent; hash: string; previousHash: string };

/** An entry, and the path of its decision where that was asked for. */
export type ExplainedEntryView = EntryView & Partial<DecidedPath>;

/** What of an entry is shown where it is asked for. */
export const EXPLAINED_PARTS = ['path'] as const;
export type ExplainedPart = (typeof EXPLAINED_PARTS)[number];

/** What a budget held at a version or a time. */
export type BalanceAt = { budgetId: string; version: number; at: string; balances: BalancesView };

/** The moment asked for: milliseconds since the epoch, or a version. */
export type Moment = { at: number } | { version: number };

/** The journal as readers see it. Ids that are not well formed are ids of nothing. */
export class JournalQueries {
  constructor(private readonly prisma: PrismaClient) {}

  /** Entries of a budget; null if there is no such budget. Throws a MalformedCursorError. */
  async entries(budgetId: string, filter: EntryFilter): Promise<Page<EntryView> | null> {
    const { order = 'asc', limit, cursor } = filter;
    const kind = `entries ${order}` as const;
    const after = cursor === undefined ? filter.afterVersion : decodeVersion(kind, cursor);
    const budget = await this.find(budgetId);
    if (!budget) return null;
    const wanted: JournalConditions = { ...budget, order };
    if (after !== undefined) wanted.after = after;
    if (filter.kind !== undefined) wanted.kind = filter.kind;
    if (filter.outcome !== undefined) wanted.outcome = filter.outcome;
    if (filter.reservationId !== undefined) {
      if (!isId('reservation', filter.reservationId)) return { items: [], nextCursor: null };
      wanted.reservationId = uuidOf(filter.reservationId);
    }
    const rows = await readJournal(this.prisma, wanted, limit + 1, PAGE_BYTES);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const nextCursor = last && last.found > shown.length ? encodeCursor(kind, String(last.version)) : null;
    return { items: shown.map(entryView), nextCursor: nextCursor ?? null };
  }

  /**
   * The entry that made a version of a budget; null if there is none. With `path` the budgets up to the root as they were when it was
   * decided, but nothing that lies above the budget `within` (null: all).
   */
  async entry(
    budgetId: string,
    version: number,
    { path, within }: { path: boolean; within: string | null },
  ): Promise<ExplainedEntryView | null> {
    return await inSnapshot(this.prisma, async (tx) => {
      const budget = await this.find(budgetId);
      if (!budget) return null;
      const [row] = await readJournal(tx, { ...budget, order: 'asc', after: version - 1 }, 1, PAGE_BYTES);
      if (row?.version !== version) return null;
      const view = entryView(row);
      return path ? { ...view, ...(await decidedPath(tx, view.content, within)) } : view;
    });
  }

  /**
   * The balances after the newest entry at or before the moment: nothing, at version 0, for a time before the first. Null
   * if there is no such budget, or if it has no such version.
   */
  async balanceAt(budgetId: string, moment: Moment): Promise<BalanceAt | null> {
    const budget = await this.find(budgetId);
    if (!budget) return null;
    const version =
      'version' in moment
        ? moment.version
        : await versionAt(this.prisma, budget.treeId, budget.budgetId, moment.at);
    if ('at' in moment && version === 0)
      return { budgetId, version, at: timeText(moment.at), balances: balancesView(NOTHING, 0) };
    const entry = await this.prisma.entry.findUnique({
      where: { treeId_budgetId_version: { ...budget, version: BigInt(version) } },
    });
    if (!entry) return null;
    const content = JSON.parse(entry.content) as EntryContent;
    return { budgetId, version, at: content.at, balances: content.balances };
  }

  /** Checks the whole journal of a budget against itself and the budget, step by step; null if there is no such budget. */
  async verify(budgetId: string, step: Step = atOnce): Promise<Verification | null> {
    return isId('budget', budgetId) ? await verifyBudget(this.prisma, uuidOf(budgetId), step) : null;
  }

  private async find(id: string): Promise<{ treeId: string; budgetId: string } | null> {
    if (!isId('budget', id)) return null;
    const row = await this.prisma.budget.findFirst({
      where: { id: uuidOf(id) },
      select: { treeId: true, id: true },
    });
    return row && { treeId: row.treeId, budgetId: row.id };
  }
}

const entryView = (row: JournalRow): EntryView => ({
  content: JSON.parse(row.content) as EntryContent,
  hash: row.hash,
  previousHash: row.previousHash ?? CHAIN_START,
});
