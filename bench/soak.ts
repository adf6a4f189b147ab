import { hotBudget } from './cases/budgets.js';
import { commandsPerSecond, failuresOf } from './load/plan.js';
import type { Stage } from './stage.js';
import { markdownTable } from './table.js';
import { median } from './support/median.js';
import { residentMiB } from './support/memory.js';

const CONNECTIONS = 256;
const LOOK_EVERY_MS = 1_000;

/** Memory may grow by this factor from the second quarter to the last one: the noise of the garbage collector. */
const FLAT = 1.1;

/** The most that the service may have under full load. */
const MOST_MIB = 350;

/** Full load on one budget, reserve and commit in turn; what the service's memory does is the answer. */
export async function soak(stage: Stage, minutes: number): Promise<{ report: string; passed: boolean }> {
  const service = await stage.service(await stage.database());
  await stage.follow(service);
  const spenders = [await hotBudget(stage, service)];
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(residentMiB(service.pid)), LOOK_EVERY_MS);
  const result = await stage.run({
    targets: [service.url],
    connections: CONNECTIONS,
    traffic: { kind: 'settle', spenders },
    seconds: minutes * 60,
  });
  clearInterval(timer);

  const quarter = Math.floor(samples.length / 4);
  const quarters = [0, 1, 2, 3].map((i) => samples.slice(i * quarter, (i + 1) * quarter));
  const medians = quarters.map(median);
  const most = Math.max(...samples);
  const flat = medians[3]! <= medians[1]! * FLAT;
  const rows = quarters.map((part, i) => [
    `${i + 1} of 4`,
    String(Math.round(medians[i]!)),
    String(Math.max(...part)),
  ]);
  const report = [
    markdownTable(['quarter', 'median MiB', 'most MiB'], rows),
    '',
    `${Math.round(commandsPerSecond(result))} requests/s for ${minutes} min, p50 ${result.p50} ms, p99 ${result.p99} ms, ` +
      `${failuresOf(result)} errors; at most ${most} MiB (to reach: ${MOST_MIB}); ${flat ? 'flat' : 'not flat'}`,
  ].join('\n');
  return { report, passed: flat && most <= MOST_MIB && failuresOf(result) === 0 };
}
