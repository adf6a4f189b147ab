import { hotBudget } from './cases/budgets.js';
import type { Stage } from './stage.js';
import { markdownTable } from './table.js';
import { copyRows } from './support/copies.js';
import { watchMemory } from './support/memory.js';
import { ADMIN_KEY, type ServiceProcess } from './support/service-process.js';

/** The longest that a million rows may take, and the most memory that the service may have meanwhile. */
const MOST_SECONDS = 60;
const MOST_MIB = 350;
const MILLION = 1_000_000;

const TYPES = ['application/x-ndjson', 'text/csv'];

interface Exported {
  rows: number;
  mebibytes: number;
  seconds: number;
  memoryMiB: number;
}

/** Exports of so many rows, one after the other, read as fast as they come. */
export async function exportAll(stage: Stage, count: number): Promise<{ report: string; passed: boolean }> {
  const database = await stage.database();
  const service = await stage.service(database);
  const { budgetId } = await hotBudget(stage, service);
  const reservationId = await settled(stage, service, budgetId);
  await copyRows(database, reservationId, count);
  await stage.postgres.settle(database);
  const lists: [string, string][] = [
    ['entries', `/v1/entries?budgetId=${budgetId}`],
    ['reservations', `/v1/reservations?budgetId=${budgetId}&subtree=true`],
  ];
  const lines: string[][] = [];
  let passed = true;
  for (const [name, path] of lists)
    for (const type of TYPES) {
      const { rows, mebibytes, seconds, memoryMiB } = await read(service, path, type);
      const isRight = rows >= count && memoryMiB <= MOST_MIB && seconds <= (MOST_SECONDS * count) / MILLION;
      passed &&= isRight;
      const figures = [
        rows,
        Math.round(mebibytes),
        seconds.toFixed(1),
        Math.round(rows / seconds),
        memoryMiB,
      ];
      lines.push([name, type, ...figures.map(String), isRight ? 'yes' : 'NO']);
    }
  const headings = ['list', 'as', 'rows', 'MiB', 'seconds', 'rows/s', 'most MiB of memory', 'as wanted'];
  const goal = `To reach: ${MOST_SECONDS} s for ${MILLION} rows, ${MOST_MIB} MiB.`;
  return { report: `${markdownTable(headings, lines)}\n\n${goal}`, passed };
}

/** A reservation as calls of models leave it, settled. */
async function settled(stage: Stage, service: ServiceProcess, budgetId: string): Promise<string> {
  const call = { vendor: 'openai', category: 'inference', runId: 'run-42', taskId: 'task-7' };
  const metadata = { team: 'search', customer: 'acme' };
  const reserve = {
    path: '/v1/reservations',
    body: { budgetId, amount: '0.25', ...call, reason: 'Summarize the report', metadata },
  };
  const [id] = (await stage.create(service, [reserve])) as [string];
  const commit = { amount: '0.125', externalId: 'req_0123456789abcdef' };
  await stage.create(service, [{ path: `/v1/reservations/${id}/commit`, body: commit }]);
  return id;
}

/** Reads an answer to its end, and counts its lines. */
async function read({ url, pid }: ServiceProcess, path: string, accept: string): Promise<Exported> {
  const memory = watchMemory([pid]);
  const startedAt = performance.now();
  let [lines, bytes] = [0, 0];
  try {
    const headers = { accept, authorization: `Bearer ${ADMIN_KEY}` };
    const response = await fetch(url + path, { headers });
    if (response.status !== 200 || !response.body) throw new Error(await response.text());
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
    }
  } finally {
    memory();
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const rows = accept === 'text/csv' ? lines - 1 : lines;
  return { rows, mebibytes: bytes / 1024 / 1024, seconds, memoryMiB: memory() };
}
