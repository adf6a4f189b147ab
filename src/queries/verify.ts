import { Chain } from '../audit/chain.js';
import { different, DifferenceFound, expectSame, type Difference } from '../audit/difference.js';
import type { Balances } from '../core/balances.js';
import { canonicalText, type Json } from '../core/canonical.js';
import type { SettingsView } from '../core/entries.js';
import { formatAmount } from '../core/money.js';
import type { Budget as BudgetRow, PrismaClient, Tree as TreeRow } from '../generated/prisma/client.js';
import { idOf } from '../ids/ids.js';
import { PAGE_BYTES } from './page.js';
import { inSnapshot } from './snapshot.js';
import { chainPage } from './sql/chain-page.js';

/** What a check of a budget's journal found. */
export type Verification = {
  budgetId: string;
  valid: boolean;
  /** How many entries were found good: the budget's version when it is valid. */
  entries: number;
  /** Hash of the last entry that was found good, hexadecimal. */
  head: string;
  /** Null when valid. */
  firstDifference: Difference | null;
};

/** Does one step of a check when there is time for it; throws where nobody waits for the result any more. */
export type Step = <T>(read: () => Promise<T>) => Promise<T>;

/** Where nobody else has to be waited for. */
export const atOnce: Step = (read) => read();

type BudgetWithTree = BudgetRow & { tree: TreeRow };

/** Checking an entry takes some 20 µs: other requests wait no longer than a page takes. */
const PAGE = 200;

const PARTS: readonly (keyof Balances)[] = ['allocated', 'reserved', 'delegated', 'spent', 'overdraft'];

/**
 * Checks the journal of a budget up to the version that it has now, page by page, and that the budget is what its
 * newest entries say: version, hash and balances, name, state, allowance, policy, metadata, dimensions and revision. Entries never
 * change, so only the budget and its newest entry have to be looked at in one moment: what is written meanwhile comes
 * after the version that was seen.
 */
export async function verifyBudget(
  prisma: PrismaClient,
  uuid: string,
  step: Step,
): Promise<Verification | null> {
  const look = (): Promise<{ budget: BudgetWithTree; newest: number } | null> =>
    inSnapshot(prisma, async (tx) => {
      const budget = await tx.budget.findFirst({ where: { id: uuid }, include: { tree: true } });
      if (!budget) return null;
      const newest = await tx.entry.findFirst({
        where: { treeId: budget.treeId, budgetId: budget.id },
        orderBy: { version: 'desc' },
        select: { version: true },
      });
      return { budget, newest: Number(newest?.version ?? 0) };
    });
  const seen = await step(look);
  if (!seen) return null;
  const { budget, newest } = seen;
  const chain = new Chain(idOf('budget', budget.treeId), idOf('budget', budget.id), budget.tree.scale);
  const difference = await firstDifference(async () => {
    const settings = await walk(prisma, chain, budget, newest, step);
    compare(chain, settings, budget, budget.tree.scale);
  });
  return {
    budgetId: chain.budgetId,
    valid: difference === null,
    entries: chain.version,
    head: chain.head,
    firstDifference: difference,
  };
}

async function firstDifference(check: () => Promise<void>): Promise<Difference | null> {
  try {
    await check();
    return null;
  } catch (error) {
    if (error instanceof DifferenceFound) return error.difference;
    throw error;
  }
}

/** Takes all entries up to a version that is there, and answers the settings in the last of them. */
async function walk(
  prisma: PrismaClient,
  chain: Chain,
  budget: BudgetRow,
  newest: number,
  step: Step,
): Promise<SettingsView | null> {
  let settings: SettingsView | null = null;
  while (chain.version < newest) {
    const from = chain.version + 1;
    const to = Math.min(from + PAGE - 1, newest);
    const page = await step(() => chainPage(prisma, budget.treeId, budget.id, from, to, PAGE_BYTES));
    const { treeId, budgetId, version } = chain;
    if (page.length === 0)
      throw different({ treeId, budgetId, version: version + 1 }, 'entry', from, 'nothing');
    for (const row of page) settings = chain.add(row).settings ?? settings;
  }
  return settings;
}

/** Holds the row of the budget against its journal, which was walked to its end. */
function compare(chain: Chain, settings: SettingsView | null, budget: BudgetRow, scale: number): void {
  const place = { treeId: chain.treeId, budgetId: chain.budgetId };
  expectSame(place, 'version of the budget', chain.version, Number(budget.version));
  expectSame(place, 'head of the budget', chain.head, Buffer.from(budget.head).toString('hex'));
  for (const part of PARTS) {
    const [journal, table] = [chain.balances[part], budget[part]];
    expectSame(place, `${part} of the budget`, formatAmount(journal, scale), formatAmount(table, scale));
  }
  const { name, state, guarantee, ceiling, revision, policy, metadata, dimensions } = budget;
  const table = {
    name,
    state,
    guarantee: formatAmount(guarantee, scale),
    ceiling: formatAmount(ceiling, scale),
    revision: Number(revision),
    policy,
    metadata,
    dimensions,
  };
  const text = (value: Json | undefined): string => canonicalText(value ?? null);
  for (const [key, value] of Object.entries(table))
    expectSame(
      place,
      `${key} of the budget`,
      text(settings?.[key as keyof SettingsView] as Json | undefined),
      text(value),
    );
}
