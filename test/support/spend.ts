import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { EntryContent } from '../../src/core/entries.js';
import type { WriteClient } from '../../src/database/connections.js';
import { uuidOf } from '../../src/ids/ids.js';
import type { SpendProgress, SpendProjection } from '../../src/spend/projection.js';
import { eventually } from './costs.js';
import { untilReadable } from './readable.js';

/** Sums by group, as text: spent, refunded, calls, denied, and usage by unit. */
export type Sums = Record<string, string>;

/** Waits until all that was decided is in the sums of spend. */
export async function addedUp(sql: WriteClient, faults: readonly unknown[] = []): Promise<void> {
  for (let left = 3_000; left > 0; left -= 1) {
    const [row] = await sql`
      SELECT p.phase = 'follow' AND p.format > 0 AND NOT EXISTS (
        SELECT FROM entries e WHERE e.tick > 0 AND e.tick >= p.tick
          AND (e.tick, e.tree_id, e.budget_id, e.version) > (p.tick, p.tree_id, p.budget_id, p.version)
      ) AS done
      FROM spend_place p`;
    if (row!.done) return;
    if (faults.length > 0) throw faults[0];
    await sleep(20);
  }
  throw new Error('the sums of spend do not come to the end of the journal');
}

/** Waits until no promise is left that ends soon: what it then pays would be spent while sums are compared. */
export async function promisesKept(sql: WriteClient): Promise<void> {
  await eventually(async () => {
    const left = await sql`
      SELECT FROM reservations
      WHERE on_expiry = 'commit' AND state = 'held' AND expires_at < now() + interval '1 minute' LIMIT 1`;
    return left.length === 0;
  });
}

/** Has a projection add up all that was decided, by hand; answers the steps that it took. */
export async function addUp(projection: SpendProjection, sql: WriteClient): Promise<SpendProgress[]> {
  await untilReadable(sql);
  const steps: SpendProgress[] = [];
  while (steps.at(-1) !== 'done') steps.push(await projection.advance());
  return steps;
}

/**
 * What was spent by quarter of an hour and by all that it is kept by, added up entry by entry as a reader of the journal
 * would: each reservation is followed, and what changed of it is what an entry spends.
 */
export async function naiveSpend(sql: WriteClient): Promise<Sums> {
  const rows = await sql<{ content: string; at: number; scale: number }[]>`
    SELECT e.content, (extract(epoch FROM e.at) * 1000)::float8 AS at, t.scale::int AS scale
    FROM entries e JOIN trees t ON t.id = e.tree_id ORDER BY e.tree_id, e.budget_id, e.version`;
  const known = new Map<string, { committed: number; refunded: number; isCall: boolean }>();
  const used = new Map<string, Record<string, number>>();
  const usages = new Map<string, Record<string, number>>();
  const sums = new Map<string, [spent: number, refunded: number, calls: number, denied: number]>();
  for (const { content, at, scale } of rows) {
    const entry = JSON.parse(content) as EntryContent;
    const { budgetId, by, denial, reservation, requested } = entry;
    const about = (reservation ?? requested ?? {}) as Record<string, string | null>;
    const key: unknown[] = [
      about['vendor'],
      about['category'],
      about['item'],
      about['runId'],
      by,
      denial?.code,
      entry.labels && ordered(entry.labels),
    ];
    const name = JSON.stringify([
      uuidOf(budgetId),
      Math.floor(at / 900_000),
      ...key.map((part) => part ?? null),
    ]);
    const sum = sums.get(name) ?? [0, 0, 0, 0];
    if (denial) sum[3] += 1;
    else if (reservation) {
      const { id, state, claim } = reservation;
      const before = known.get(id) ?? { committed: 0, refunded: 0, isCall: false };
      const [committed, refunded] = [reservation.committed, reservation.refunded].map((text) =>
        Math.round(Number(text) * 10 ** scale),
      ) as [number, number];
      const isCall = before.isCall || committed > 0 || (state === 'committed' && !claim);
      sum[0] += committed - before.committed - (refunded - before.refunded);
      sum[1] += refunded - before.refunded;
      sum[2] += isCall && !before.isCall ? 1 : 0;
      known.set(id, { committed, refunded, isCall });
      if (reservation.price && entry.kind === 'refund') {
        const usage = usages.get(name) ?? {};
        for (const [unit, back] of Object.entries(entry.usage ?? {})) usage[unit] = (usage[unit] ?? 0) - back;
        usages.set(name, usage);
      }
      if (reservation.price && entry.kind === 'commit') {
        const usage = usages.get(name) ?? {};
        for (const [unit, quantity] of Object.entries(reservation.usage ?? {}))
          usage[unit] = (usage[unit] ?? 0) + quantity - (used.get(id)?.[unit] ?? 0);
        usages.set(name, usage);
        used.set(id, reservation.usage ?? {});
      }
    }
    if (sum.some((part) => part !== 0) || sums.has(name) || usages.has(name)) sums.set(name, sum);
  }
  return Object.fromEntries(
    [...sums].map(([name, sum]) => [name, `${sum.join(' ')} ${JSON.stringify(usages.get(name) ?? {})}`]),
  );
}

/** Labels in an order of their own: a column of JSON has another than an entry. */
const ordered = (part: unknown): unknown =>
  typeof part === 'object' && part !== null ? Object.entries(part).sort() : part;

/** The same as the service keeps it. */
export async function keptSpend(sql: WriteClient): Promise<Sums> {
  const rows = await sql<{ name: string; sums: string; usage: object | null }[]>`
    SELECT json_build_array(s.budget_id, s.quarter, k.vendor, k.category, k.item, k.run_id, k.principal, k.code, k.labels)::text AS name,
      concat_ws(' ', s.spent, s.refunded, s.calls, s.denied) AS sums,
      (SELECT json_object_agg(unit, trim_scale(quantity) ORDER BY unit) FROM spend_usage u WHERE (u.tree_id, u.budget_id, u.grain, u.quarter, u.key_id) =
        (s.tree_id, s.budget_id, s.grain, s.quarter, s.key_id)) AS usage
    FROM spend_cells s JOIN spend_keys k ON k.tree_id = s.tree_id AND k.kind = 0 AND k.id = s.key_id WHERE s.grain = 0`;
  return Object.fromEntries(
    rows.map(({ name, sums, usage }) => [
      JSON.stringify((JSON.parse(name) as unknown[]).map(ordered)),
      `${sums} ${JSON.stringify(usage ?? {})}`,
    ]),
  );
}

/** All rows of the sums as text, to compare what was made anew with what was there. */
export async function allSums(sql: WriteClient): Promise<string[]> {
  const rows = await sql<{ row: string }[]>`
    SELECT 'cell ' || s::text AS row FROM spend_cells s
    UNION ALL SELECT 'usage ' || u::text FROM spend_usage u
    UNION ALL SELECT 'key ' || k::text FROM spend_keys k
    UNION ALL SELECT 'budget ' || b::text FROM spend_budgets b ORDER BY 1`;
  return rows.map(({ row }) => row);
}

/** Fails unless what the budgets say that they spent is what the sums say. */
export async function expectBalancesAgree(sql: WriteClient): Promise<void> {
  const rows = await sql`
    SELECT b.id, b.spent::text AS balance, coalesce(s.spent, 0)::text AS sum, c.cells::text AS cells
    FROM budgets b
    LEFT JOIN spend_budgets s ON s.tree_id = b.tree_id AND s.budget_id = b.id
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(spent), 0) AS cells FROM spend_cells
      WHERE tree_id = b.tree_id AND budget_id = b.id AND grain = 3
    ) c
    WHERE (b.spent, b.spent) IS DISTINCT FROM (coalesce(s.spent, 0), c.cells)`;
  expect([...rows]).toEqual([]);
}
