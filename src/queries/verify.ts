import { Chain } from '../audit/chain.js';
import { different, DifferenceFound, expectSame, type Difference } from '../audit/difference.js';
import type { Balances } from '../core/balances.js';
import { formatAmount } from '../core/money.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf } from '../ids.js';
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

/** Checking an entry takes some 20 µs: other requests wait no longer than a page takes. */
const PAGE = 200;

const PARTS: readonly (keyof Balances)[] = ['allocated', 'reserved', 'delegated', 'spent', 'overdraft'];

/**
 * Checks the journal of a budget up to the version that it has now, page by page, and that the budget is what its
 * newest entry says. Entries never change, so one look at the budget is all that has to be of one moment: what is
 * written meanwhile comes after the version that was seen.
 */
export async function verifyBudget(prisma: PrismaClient, uuid: string): Promise<Verification | null> {
  const budget = await prisma.budget.findFirst({ where: { id: uuid }, include: { tree: true } });
  if (!budget) return null;
  const { scale } = budget.tree;
  const chain = new Chain(idOf('budget', budget.treeId), idOf('budget', budget.id), scale);
  const result = (firstDifference: Difference | null): Verification => ({
    budgetId: chain.budgetId,
    valid: firstDifference === null,
    entries: chain.version,
    head: chain.head,
    firstDifference,
  });
  const version = Number(budget.version);
  try {
    while (chain.version < version) {
      const from = chain.version + 1;
      const to = Math.min(chain.version + PAGE, version);
      const page = await chainPage(prisma, budget.treeId, budget.id, from, to);
      for (const row of page) chain.add(row);
      // A gap within a page is found by the chain; here its end is missing.
      if (chain.version < to) throw missing(chain, version);
    }
    const place = { treeId: chain.treeId, budgetId: chain.budgetId };
    expectSame(place, 'head of the budget', chain.head, Buffer.from(budget.head).toString('hex'));
    for (const part of PARTS) {
      const [journal, table] = [chain.balances[part], budget[part]];
      expectSame(place, `${part} of the budget`, formatAmount(journal, scale), formatAmount(table, scale));
    }
    return result(null);
  } catch (error) {
    if (error instanceof DifferenceFound) return result(error.difference);
    throw error;
  }
}

function missing({ treeId, budgetId, version }: Chain, newest: number): DifferenceFound {
  return different({ treeId, budgetId }, 'version of the budget', version, newest);
}
