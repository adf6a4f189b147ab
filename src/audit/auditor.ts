import type { Sql } from 'postgres';
import { formatAmount } from '../core/money.js';
import type { EntryContent } from '../core/entries.js';
import { idOf } from '../ids.js';
import { compareBudget } from './compare/budget.js';
import { compareCounter, missingCounter } from './compare/counter.js';
import { compareKeys } from './compare/key.js';
import { compareEnvelopes } from './compare/envelope.js';
import { compareReservation, explainFacts, FactsDiffer } from './compare/reservation.js';
import { different, expectSame, type Place } from './difference.js';
import { ToldBudget } from './replay/budget.js';
import { ToldTree } from './replay/tree.js';
import { RowStream } from './row-stream.js';
import * as rows from './sql/rows.js';

/** How much was read so far. */
export interface Counts {
  trees: number;
  budgets: number;
  entries: number;
  reservations: number;
  counters: number;
}

/**
 * Walks along all tables side by side, tree by tree and budget by budget, and holds each row against what the journal
 * has told by then. What it keeps in memory is a tree without its entries.
 */
export class Auditor {
  private streams!: Awaited<ReturnType<typeof openStreams>>;

  /** `sql` is a transaction that sees one snapshot. The counts are kept up to date, however the audit ends. */
  constructor(
    private readonly sql: Sql,
    private readonly counts: Counts,
  ) {}

  /** Throws a DifferenceFound. */
  async run(): Promise<void> {
    this.streams = await openStreams(this.sql);
    const { trees } = this.streams;
    for (let tree = await trees.take(); tree; tree = await trees.take()) {
      this.counts.trees += 1;
      await this.tree(tree);
    }
    await this.noRowBefore(LAST, LAST);
    await this.wholes();
  }

  private async tree(row: rows.TreeRow): Promise<void> {
    await this.noRowBefore(row.id, FIRST);
    const { budgets, envelopes, keys, counters } = this.streams;
    const told = new ToldTree(idOf('budget', row.id), row);
    const place = { treeId: told.id };
    for (let next = await budgets.peek(); next?.treeId === row.id; next = await budgets.peek()) {
      await budgets.take();
      this.counts.budgets += 1;
      await this.budget(told, next);
    }
    // Between the last budget of this tree and the next tree's first, nothing may be left.
    await this.noRowBefore(row.id, LAST);
    told.finish();

    const envelopeRows: rows.EnvelopeRow[] = [];
    await envelopes.takeWhile(
      ({ treeId }) => treeId === row.id,
      (envelope) => void envelopeRows.push(envelope),
    );
    compareEnvelopes(place, told.envelopes, envelopeRows, row.scale);

    const keyRows: rows.KeyRow[] = [];
    await keys.takeWhile(
      ({ treeId }) => treeId === row.id,
      (key) => void keyRows.push(key),
    );
    compareKeys(place, told.keys, keyRows);

    const uncounted = told.counters.told;
    await counters.takeWhile(
      ({ treeId }) => treeId === row.id,
      (counter) => {
        this.counts.counters += 1;
        compareCounter(place, uncounted.get(counter.id), told.envelopes.told, counter, row.scale);
        uncounted.delete(counter.id);
      },
    );
    for (const counter of uncounted.values()) throw missingCounter(counter);
  }

  private async budget(tree: ToldTree, row: rows.BudgetRow): Promise<void> {
    await this.noRowBefore(row.treeId, row.id);
    const isOf = (one: { treeId: string; budgetId: string }): boolean =>
      one.budgetId === row.id && one.treeId === row.treeId;
    const told = new ToldBudget(tree, idOf('budget', row.id));
    await this.streams.entries.takeWhile(isOf, (entry) => {
      this.counts.entries += 1;
      told.add(entry);
    });
    const { place, chain } = told;
    if (chain.version === 0) throw different(place, 'budget', 'it has no entries', 'there is a row');
    compareBudget(told, row, tree.scale);
    const held = told.reservations.finish();
    const text = (units: bigint): string => formatAmount(units, tree.scale);
    expectSame(place, 'reserved (the sum of live reservations)', text(held), text(chain.balances.reserved));
    await this.reservations(told, isOf, tree.scale);
    tree.finished(told.id, told.parentId, chain.balances);
  }

  private async reservations(
    { place, reservations: { told } }: ToldBudget,
    isOf: (row: rows.ReservationRow) => boolean,
    scale: number,
  ): Promise<void> {
    try {
      await this.streams.reservations.takeWhile(isOf, (row) => {
        this.counts.reservations += 1;
        const id = idOf('reservation', row.id);
        compareReservation(place, told.get(id), row, scale);
        told.delete(id);
      });
    } catch (error) {
      if (error instanceof FactsDiffer) throw await this.explained(place, error.row, scale);
      throw error;
    }
    for (const [reservationId, { state }] of told)
      throw different({ ...place, reservationId }, 'reservation', state, 'there is no row');
  }

  private async explained(place: Place, row: rows.ReservationRow, scale: number): Promise<Error> {
    const [made] = await this.sql.unsafe<{ content: string }[]>(rows.ENTRY_THAT_MADE, [
      row.treeId,
      row.budgetId,
      row.id,
    ]);
    return explainFacts(place, row, made ? (JSON.parse(made.content) as EntryContent) : null, scale);
  }

  /** Rows that come before a budget (or its tree) were passed over: what they belong to is not there. */
  private async noRowBefore(treeId: string, budgetId: string): Promise<void> {
    const { budgets, envelopes, keys, counters, reservations, entries } = this.streams;
    for (const [what, stream] of Object.entries({
      budget: budgets,
      envelope: envelopes,
      key: keys,
      counter: counters,
    })) {
      const row = await stream.peek();
      if (row && row.treeId < treeId) throw stray(what, { treeId: idOf('budget', row.treeId) });
    }
    for (const [what, stream] of Object.entries({ entry: entries, reservation: reservations })) {
      const row = await stream.peek();
      if (row && (row.treeId < treeId || (row.treeId === treeId && row.budgetId < budgetId)))
        throw stray(what, { treeId: idOf('budget', row.treeId), budgetId: idOf('budget', row.budgetId) });
    }
  }

  /** What only a look at whole tables shows. */
  private async wholes(): Promise<void> {
    const [twice] = await this.sql.unsafe<{ treeId: string; requestKey: string; entries: number }[]>(
      rows.ANSWERED_TWICE,
    );
    if (twice)
      throw different(
        { treeId: idOf('budget', twice.treeId) },
        `entries that answer key ${twice.requestKey}`,
        1,
        twice.entries,
      );
    const [wrong] = await this.sql.unsafe<
      { treeId: string; budgetId: string; journal: string; path: string }[]
    >(rows.WRONG_PATH);
    if (wrong) {
      const place = { treeId: idOf('budget', wrong.treeId), budgetId: idOf('budget', wrong.budgetId) };
      throw different(place, 'path of the budget', wrong.journal, wrong.path);
    }
  }
}

const stray = (what: string, place: Place): Error =>
  different(place, what, 'there is no such budget', 'there is a row');

/** Before and after every UUID. */
const FIRST = '';
const LAST = '~';

async function openStreams(sql: Sql) {
  return {
    trees: await RowStream.open<rows.TreeRow>(sql, 'audit_trees', rows.STATEMENTS.trees),
    budgets: await RowStream.open<rows.BudgetRow>(sql, 'audit_budgets', rows.STATEMENTS.budgets),
    envelopes: await RowStream.open<rows.EnvelopeRow>(sql, 'audit_envelopes', rows.STATEMENTS.envelopes),
    keys: await RowStream.open<rows.KeyRow>(sql, 'audit_keys', rows.STATEMENTS.keys),
    counters: await RowStream.open<rows.CounterRow>(sql, 'audit_counters', rows.STATEMENTS.counters),
    reservations: await RowStream.open<rows.ReservationRow>(
      sql,
      'audit_reservations',
      rows.STATEMENTS.reservations,
    ),
    entries: await RowStream.open<rows.JournalRow>(sql, 'audit_entries', rows.STATEMENTS.entries),
  };
}
