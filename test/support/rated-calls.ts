import { newId, uuidOf } from '../../src/ids/ids.js';
import type { TestDatabase } from './database.js';
import { expectAccepted, type TestLedger } from './ledger.js';

const ITEM = { vendor: 'openai', item: 'small' };
const TARIFF = {
  charges: [
    { amount: '1', per: 1_000, unit: 'input_tokens' },
    { amount: '2', per: 1_000, unit: 'output_tokens' },
  ],
};

const BACK = { input_tokens: 250, output_tokens: 0.5 };

/** Calls that are paid by a price, in parts that report more and all so far, some of which come twice; of one a part comes back. */
export async function ratedCalls({ sql }: TestDatabase, ledger: TestLedger, budgetId: string): Promise<void> {
  const [row] = await sql<{ revision: number }[]>`
    SELECT revision::int FROM budgets WHERE id = ${uuidOf(budgetId)}`;
  const price = { id: newId('price'), ...ITEM, from: null, tariff: TARIFF };
  expectAccepted(await ledger.submit('price_set', { budgetId, ifRevision: row!.revision, price }));
  const parts: Record<string, Record<string, number>>[] = [
    { usage: { input_tokens: 1_000 } },
    { totalUsage: { input_tokens: 1_000, output_tokens: 100.5 } },
    { totalUsage: { input_tokens: 1_000, output_tokens: 100.5 } },
    { usage: { output_tokens: 0.25 } },
  ];
  for (const runId of ['run-1', 'run-2']) {
    const call = { ...ITEM, runId, usage: { input_tokens: 2_000, output_tokens: 500 } };
    const held = await ledger.reserve(budgetId, null, call);
    expectAccepted(held);
    const reservationId = held.id;
    for (const [i, part] of parts.entries())
      expectAccepted(
        await ledger.submit('commit', { reservationId, ...part, final: i === parts.length - 1 }),
      );
    if (runId === 'run-2')
      expectAccepted(await ledger.submit('refund', { reservationId, amount: '1', usage: BACK }));
  }
}
