import type { EntryContent } from '../core/entries.js';
import type { EntryKind } from '../core/kinds.js';
import { expenseOf, isSpending, SPENDING_KINDS, type Expense } from '../core/spend.js';
import { windowAt, type Span } from '../core/windows.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf, uuidOf } from '../ids/ids.js';
import { CORRECTING_KINDS, correctionKey, corrections, type Candidate } from './sql/corrections.js';
import type { SearchedEntry } from './sql/search-entries.js';

/** An entry that spends or refunds something, with what it does not say itself. */
export interface ChargedEntry {
  content: EntryContent;
  /** Amounts in units of the tree. */
  expense: Expense;
  budgetName: string;
  /** Of the root; null for readers who do not reach it. */
  treeName: string | null;
  currency: string;
  scale: number;
  /** The month of the tree in which it was recorded. */
  month: Span;
  /** Whether it corrects an earlier month: see `correctionsAmong`. */
  isCorrection: boolean;
}

/** What a search asks for of what decides whether an entry can spend. */
interface Asked {
  kinds?: readonly EntryKind[];
  outcome?: 'accepted' | 'denied';
  code?: string;
}

/** The same search, of what can spend alone; null where that is nothing. */
export function spendingAlone<T extends Asked>(search: T): T | null {
  const kinds: EntryKind[] = (search.kinds ?? SPENDING_KINDS).filter(isSpending);
  if (kinds.length === 0 || search.outcome === 'denied' || search.code !== undefined) return null;
  return { ...search, kinds, outcome: 'accepted' };
}

/** What entries of one tree spent, in their order; null for those that spent nothing. Names of budgets are those of now. */
export async function chargedEntries(
  prisma: PrismaClient,
  rows: readonly SearchedEntry[],
  within: string | null,
): Promise<(ChargedEntry | null)[]> {
  const [first] = rows;
  if (!first) return [];
  const { treeId } = first;
  const budgets = await prisma.budget.findMany({
    where: { treeId, id: { in: [...new Set([treeId, ...rows.map(({ budgetId }) => budgetId)])] } },
    select: { id: true, name: true },
  });
  const { currency, scale, timezone } = await prisma.tree.findUniqueOrThrow({ where: { id: treeId } });
  const names = new Map(budgets.map(({ id, name }) => [id, name]));
  const reachesRoot = within === null || within === idOf('budget', treeId);
  const treeName = reachesRoot ? names.get(treeId)! : null;
  let month: Span = { start: 0, end: 0 };
  const charges = rows.map(({ at, budgetId, content: text }): ChargedEntry | null => {
    const content = JSON.parse(text) as EntryContent;
    const expense = expenseOf(content, scale);
    if (!expense) return null;
    // Most of a page are of one month.
    if (at < month.start || at >= month.end) month = windowAt('month', timezone, at);
    const budgetName = names.get(budgetId)!;
    return { content, expense, budgetName, treeName, currency, scale, month, isCorrection: false };
  });
  const candidates = charges.flatMap((charge) => (charge && mayCorrect(charge) ? [charge] : []));
  const found = await corrections(prisma, treeId, candidates.map(candidateOf));
  for (const charge of candidates) charge.isCorrection = found.has(correctionKey(candidateOf(charge)));
  return charges;
}

const mayCorrect = ({ content: { kind, reservation } }: ChargedEntry): boolean =>
  (CORRECTING_KINDS as readonly EntryKind[]).includes(kind) &&
  (kind !== 'charge' || reservation?.occurredAt !== undefined);

const candidateOf = ({ content: { budgetId, version }, month }: ChargedEntry): Candidate => ({
  budgetId: uuidOf(budgetId),
  version,
  monthStart: month.start,
});
