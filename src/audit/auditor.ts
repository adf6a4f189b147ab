import type { Sql } from 'postgres';
import { formatAmount } from '../core/money.js';
import type { EntryContent } from '../core/entries.js';
import { idOf } from '../ids/ids.js';
import { compareBudget } from './compare/budget.js';
import { compareCounter, isFreed, missingCounter } from './compare/counter.js';
import { compareKeys } from './compare/key.js';
import { comparePrices } from './compare/price.js';
import { compareEnvelopes } from './compare/envelope.js';
import { compareEvidence, compareRating, compareReservation, explainFacts } from './compare/reservation.js';
import { different, expectSame, type DifferencePlace } from './difference.js';
import { MAX_DIFFERENCES, type Differences } from './differences.js';
import { ReplayedBudget } from './replay/budget.js';
import { ReplayedTree } from './replay/tree.js';
import { RowStream } from './row-stream.js';
import * as rows from './sql/rows.js';
import { checkSpend } from './spend.js';
import { checkWholes } from './wholes.js';

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
 * has recorded by then. A difference ends the check that met it and no other. What it keeps in memory is a tree without its
 * entries.
 */
export class Auditor {
  private streams!: Awaited<ReturnType<typeof openStreams>>;
  private clock = { debtsSince: 0, alertsSince: 0, settledSince: 0, now: 0 };

  /** `sql` is a transaction that sees one snapshot. Counts and differences are added to as they are found. */
  constructor(
    private readonly sql: Sql,
    private readonly counts: Counts,
    private readonly differences: Differences,
  ) {}

  async run(): Promise<void> {
    this.streams = await openStreams(this.sql);
    const { trees } = this.streams;
    const [clock] = await this.sql.unsafe<(typeof this.clock)[]>(rows.CLOCK);
    this.clock = clock ?? this.clock;
    for (let tree = await trees.take(); tree; tree = await trees.take()) {
      this.counts.trees += 1;
      await this.tree(tree);
    }
    await this.passRowsBefore(LAST, LAST);
    await checkWholes(this.sql, this.differences);
    await checkSpend(this.sql, this.differences);
  }

  private async tree(row: rows.TreeRow): Promise<void> {
    await this.passRowsBefore(row.id, FIRST);
    const { differences } = this;
    const { budgets, envelopes, prices, keys, counters } = this.streams;
    const replayed = new ReplayedTree(idOf('budget', row.id), row, differences, this.clock);
    const place = { treeId: replayed.id };
    for (let next = await budgets.peek(); next?.treeId === row.id; next = await budgets.peek()) {
      await budgets.take();
      this.counts.budgets += 1;
      await this.budget(replayed, next);
    }
    // Between the last budget of this tree and the next tree's first, nothing may be left.
    await this.passRowsBefore(row.id, LAST);
    replayed.finish(this.clock.debtsSince);

    const isOf = ({ treeId }: { treeId: string }): boolean => treeId === row.id;
    const envelopeRows: rows.EnvelopeRow[] = [];
    await envelopes.takeWhile(isOf, (envelope) => void envelopeRows.push(envelope));
    compareEnvelopes(place, replayed.envelopes, envelopeRows, row.scale, differences);

    const priceRows: rows.PriceRow[] = [];
    await prices.takeWhile(isOf, (price) => void priceRows.push(price));
    comparePrices(place, replayed.prices, priceRows, differences);

    const keyRows: rows.KeyRow[] = [];
    await keys.takeWhile(isOf, (key) => void keyRows.push(key));
    compareKeys(place, replayed.keys, keyRows, differences);

    const uncounted = replayed.counters.replayed;
    await counters.takeWhile(isOf, (counter) => {
      this.counts.counters += 1;
      if (idOf('price', counter.envelopeId) === counter.id.split('/')[0])
        return replayed.tiers.compare(place, counter);
      const { replayed: all } = replayed.envelopes;
      compareCounter(place, uncounted.get(counter.id), all, counter, row.scale, differences);
      replayed.alerts.compare(counter.id, counter, differences);
      uncounted.delete(counter.id);
    });
    replayed.tiers.finish(this.clock.now);
    for (const counter of uncounted.values())
      if (!isFreed(counter, replayed.envelopes.replayed, row.scale, row.timezone, this.clock.now))
        differences.add(missingCounter(counter));
  }

  private async budget(tree: ReplayedTree, row: rows.AuditedBudget): Promise<void> {
    await this.passRowsBefore(row.treeId, row.id);
    const { differences } = this;
    const isOf = (one: { treeId: string; budgetId: string }): boolean =>
      one.budgetId === row.id && one.treeId === row.treeId;
    const replayed = new ReplayedBudget(tree, idOf('budget', row.id));
    await this.streams.entries.takeWhile(isOf, (entry) => {
      this.counts.entries += 1;
      replayed.add(entry);
    });
    const { place, chain } = replayed;
    if (chain.version === 0)
      differences.add(different(place, 'budget', 'it has no entries', 'there is a row').difference);
    else {
      compareBudget(replayed, row, tree.scale, differences);
      const held = replayed.reservations.finish();
      const text = (units: bigint): string => formatAmount(units, tree.scale);
      const what = 'reserved (the sum of live reservations)';
      differences.check(() => expectSame(place, what, text(held), text(chain.balances.reserved)));
    }
    replayed.finish();
    await this.reservations(replayed, isOf, tree.scale);
    const { parentId, ref, ceiling, settings } = replayed;
    tree.finished(replayed.id, {
      parentId,
      ref,
      ceiling,
      state: settings?.state ?? row.state,
      balances: chain.balances,
    });
  }

  private async reservations(
    { place, reservations: { replayed, ratings, evidence } }: ReplayedBudget,
    isOf: (row: rows.AuditedReservation) => boolean,
    scale: number,
  ): Promise<void> {
    const { differences } = this;
    // Where rows are read nothing can be asked.
    const toExplain: rows.AuditedReservation[] = [];
    await this.streams.reservations.takeWhile(isOf, (row) => {
      this.counts.reservations += 1;
      const id = idOf('reservation', row.id);
      const isAttributed = compareReservation(place, replayed.get(id), row, scale, differences);
      const at = { ...place, reservationId: id };
      compareRating(at, ratings, row, differences);
      compareEvidence(at, evidence, row, differences);
      replayed.delete(id);
      if (isAttributed) return;
      if (toExplain.length < MAX_DIFFERENCES) toExplain.push(row);
      else differences.add(different(place, 'attribution of the reservation', 'another', id).difference);
    });
    for (const row of toExplain) await this.explain(place, row, scale);
    for (const [reservationId, { state }] of replayed)
      differences.add(
        different({ ...place, reservationId }, 'reservation', state, 'there is no row').difference,
      );
  }

  private async explain(place: DifferencePlace, row: rows.AuditedReservation, scale: number): Promise<void> {
    const [made] = await this.sql.unsafe<{ content: string }[]>(rows.ENTRY_THAT_MADE, [
      row.treeId,
      row.budgetId,
      row.id,
    ]);
    const content = made ? (JSON.parse(made.content) as EntryContent) : null;
    for (const difference of explainFacts(place, row, content, scale)) this.differences.add(difference);
  }

  /** Rows that come before a budget (or its tree) were passed over: what they belong to is not there. */
  private async passRowsBefore(treeId: string, budgetId: string): Promise<void> {
    const { budgets, envelopes, prices, keys, counters, reservations, entries } = this.streams;
    const ofTrees = { budget: budgets, envelope: envelopes, price: prices, key: keys, counter: counters };
    for (const [what, stream] of Object.entries(ofTrees))
      for (let row = await stream.peek(); row && row.treeId < treeId; row = await stream.peek()) {
        const { treeId: stray } = row;
        await (stream as RowStream<rows.KeyRow>).takeWhile(({ treeId }) => treeId === stray, NOTHING);
        this.stray(what, { treeId: idOf('budget', stray) });
      }
    const isBefore = (row: { treeId: string; budgetId: string }): boolean =>
      row.treeId < treeId || (row.treeId === treeId && row.budgetId < budgetId);
    for (const [what, stream] of Object.entries({ entry: entries, reservation: reservations }))
      for (let row = await stream.peek(); row && isBefore(row); row = await stream.peek()) {
        const stray = row;
        await (stream as RowStream<rows.AuditedEntry>).takeWhile(
          (one) => one.treeId === stray.treeId && one.budgetId === stray.budgetId,
          NOTHING,
        );
        this.stray(what, { treeId: idOf('budget', row.treeId), budgetId: idOf('budget', row.budgetId) });
      }
  }

  private stray(what: string, place: DifferencePlace): void {
    this.differences.add(different(place, what, 'there is no such budget', 'there is a row').difference);
  }
}

const NOTHING = (): void => undefined;

/** Before and after every UUID. */
const FIRST = '';
const LAST = '~';

async function openStreams(sql: Sql) {
  return {
    trees: await RowStream.open<rows.TreeRow>(sql, 'audit_trees', rows.STATEMENTS.trees),
    budgets: await RowStream.open<rows.AuditedBudget>(sql, 'audit_budgets', rows.STATEMENTS.budgets),
    envelopes: await RowStream.open<rows.EnvelopeRow>(sql, 'audit_envelopes', rows.STATEMENTS.envelopes),
    prices: await RowStream.open<rows.PriceRow>(sql, 'audit_prices', rows.STATEMENTS.prices),
    keys: await RowStream.open<rows.KeyRow>(sql, 'audit_keys', rows.STATEMENTS.keys),
    counters: await RowStream.open<rows.AuditedCounter>(sql, 'audit_counters', rows.STATEMENTS.counters),
    reservations: await RowStream.open<rows.AuditedReservation>(
      sql,
      'audit_reservations',
      rows.STATEMENTS.reservations,
    ),
    entries: await RowStream.open<rows.AuditedEntry>(sql, 'audit_entries', rows.STATEMENTS.entries),
  };
}
