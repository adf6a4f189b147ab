import { createHash } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { Auditor } from '../../src/audit/auditor.js';
import type { Difference } from '../../src/audit/difference.js';
import { Differences } from '../../src/audit/differences.js';
import { requestKeyOf } from '../../src/audit/request-key.js';
import { canonicalText } from '../../src/core/canonical.js';
import type { EntryContent } from '../../src/core/entries.js';
import { uuidOf } from '../../src/ids/ids.js';
import type { WriteClient } from '../../src/database/connections.js';

/** What is done to the content of an entry: what it answers, if anything, takes its place. */
export type Change = (content: EntryContent) => EntryContent | void;

/** The same for accepted entries of one kind alone. */
export const on =
  (kind: string, change: Change): Change =>
  (content) =>
    content.kind === kind && content.outcome === 'accepted' ? change(content) : undefined;

/** Thrown to undo what was done. */
class Undo extends Error {}

/**
 * The first difference that an audit finds in a database after somebody with all rights changed it, triggers and foreign
 * keys switched off. The change is undone afterwards.
 */
export async function auditAfter(
  database: WriteClient,
  change: (tx: TransactionSql) => Promise<unknown>,
): Promise<Difference | null> {
  return (await differencesAfter(database, change)).listed()[0] ?? null;
}

/** All that an audit finds after such a change. */
export async function differencesAfter(
  database: WriteClient,
  change: (tx: TransactionSql) => Promise<unknown>,
): Promise<Differences> {
  const sql = database as unknown as Sql;
  const differences = new Differences();
  const undone = sql.begin(async (tx) => {
    await tx.unsafe('SET LOCAL session_replication_role = replica');
    await change(tx);
    const counts = { trees: 0, budgets: 0, entries: 0, reservations: 0, counters: 0 };
    await new Auditor(tx as unknown as Sql, counts, differences).run();
    throw new Undo();
  });
  await undone.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return differences;
}

/**
 * Rewrites the journal of a budget as one who knows how it is made would: the changed contents, the columns that
 * repeat them, all hashes, and the head. Answers how many entries were changed.
 */
export async function rewriteJournal(tx: TransactionSql, budgetId: string, change: Change): Promise<number> {
  const budget = uuidOf(budgetId);
  const rows = await tx<{ version: string; content: string }[]>`
    SELECT version::text, content FROM entries WHERE budget_id = ${budget} ORDER BY entries.version`;
  let head = '0'.repeat(64);
  let changed = 0;
  for (const row of rows) {
    const content = JSON.parse(row.content) as EntryContent;
    const text = canonicalText(change(content) ?? content);
    if (text !== row.content) changed += 1;
    head = createHash('sha256').update(head).update(text).digest('hex');
    const { at, kind, outcome, reservation } = JSON.parse(text) as EntryContent;
    await tx`
      UPDATE entries SET content = ${text}, hash = decode(${head}, 'hex'), at = ${at}::text::timestamptz,
        kind = ${kind}, denied = ${outcome === 'denied'}, reservation_id = ${reservation ? uuidOf(reservation.id) : null},
        request_key = ${requestKeyOf(JSON.parse(text) as EntryContent)}::text::uuid
      WHERE budget_id = ${budget} AND version = ${row.version}::text::bigint`;
  }
  await tx`UPDATE budgets SET head = decode(${head}, 'hex') WHERE id = ${budget}`;
  return changed;
}
