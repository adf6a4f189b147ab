import { history, hotBudget } from './cases/budgets.js';
import { failuresOf } from './load/plan.js';
import type { Stage } from './stage.js';
import { Bytes, type Taken, type Updated } from './support/bytes.js';
import { markdownTable } from './table.js';

/** Reservations that are made and committed after a checkpoint. */
const COUNTED = 10_000;

const CONNECTIONS = 64;

interface Counted {
  all: number;
  parts: Taken[];
  updated: Updated[];
}

/**
 * What a reservation and its commit take of the disk, where so many were made before: with the keys that our clients make, and with
 * keys that have no time. Bytes do not depend on what else a machine has to do.
 */
export async function countBytes(
  stage: Stage,
  reservations: number,
): Promise<{ report: string; passed: boolean }> {
  const { before } = stage.options;
  const tables: string[] = [];
  for (const randomKeys of [true, false]) {
    const run = () => count(stage, reservations, randomKeys);
    const counted = await (before === undefined ? run() : stage.asBefore(before, run));
    tables.push(
      `Keys ${randomKeys ? 'at random' : 'that carry their time'}:\n\n${reportOf(counted, reservations)}`,
    );
    await stage.clear();
  }
  const heading = `Bytes of a reservation and its commit, ${COUNTED} of them after a checkpoint and ${reservations} others.`;
  return { report: [heading, ...tables].join('\n\n'), passed: true };
}

async function count(stage: Stage, reservations: number, randomKeys: boolean): Promise<Counted> {
  const database = await stage.database();
  const service = await stage.service(database);
  const spender = await hotBudget(stage, service);
  await history(stage, service, spender, reservations, randomKeys);
  await stage.postgres.settle(database);
  const bytes = await Bytes.from(database);
  const result = await stage.run({
    targets: [service.url],
    connections: CONNECTIONS,
    traffic: { kind: 'settle', spenders: [spender] },
    randomKeys,
    calls: 2 * COUNTED,
  });
  if (failuresOf(result) > 0) throw new Error(`not all were made: ${result.firstFailure}`);
  return await bytes.taken();
}

function reportOf({ all, parts, updated }: Counted, reservations: number): string {
  const each = (value: number): string => (value / COUNTED).toFixed(0);
  const few = (value: number): string => (value / COUNTED).toFixed(3);
  const sum = (of: (part: Taken) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const sizeOf = (size: number): string => (size / reservations).toFixed(0);
  const rows = parts
    .toSorted((a, b) => b.records + b.imageBytes - a.records - a.imageBytes)
    .map((part) => [
      part.name,
      sizeOf(part.size),
      each(part.records),
      few(part.images),
      each(part.imageBytes),
    ]);
  const total = [
    'all',
    sizeOf(sum(({ size }) => size)),
    each(all - sum(({ imageBytes }) => imageBytes)),
    few(sum(({ images }) => images)),
    each(sum(({ imageBytes }) => imageBytes)),
  ];
  const hot = updated
    .filter(({ updates }) => updates > COUNTED / 100)
    .map(({ name, updates, hot }) => `${name} ${Math.round((100 * hot) / updates)} %`);
  const headings = ['table or index', 'size', 'log', 'whole pages', 'log of whole pages'];
  return `${markdownTable(headings, [...rows, total])}\n\nLogged in all: ${each(all)}. Updates within their page: ${hot.join(', ')}.`;
}
