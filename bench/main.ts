// `npm run bench`: how fast the service is, in ratios of runs made side by side on this machine.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { countBytes } from './bytes.js';
import { CASES } from './cases/index.js';
import { exportAll } from './exports.js';
import { hold, type Row } from './contest.js';
import { readOptions, USAGE, type Options } from './options.js';
import { profileReport } from './profile.js';
import { soak } from './soak.js';
import { Stage } from './stage.js';
import { Cleanup } from './support/cleanup.js';
import { FreshPostgres } from './support/postgres.js';
import { tableOf } from './table.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

function chosenCases(names: string[]) {
  for (const name of names)
    if (!CASES.some((one) => one.name === name))
      throw new Error(`there is no case ${name}: there are ${CASES.map((one) => one.name).join(', ')}`);
  return names.length === 0 ? CASES : CASES.filter((one) => names.includes(one.name));
}

/** Runs the cases one after the other; a case that fails is reported and leaves its row out. */
async function runCases(stage: Stage): Promise<{ rows: Row[]; passed: boolean }> {
  const rows: Row[] = [];
  let passed = true;
  for (const one of chosenCases(stage.options.cases)) {
    const startedAt = performance.now();
    try {
      const row = await hold(stage, one);
      rows.push(row);
      const seconds = Math.round((performance.now() - startedAt) / 1_000);
      const load = Math.round(row.loadCpu * 100);
      say(`${one.name}: ${row.ratio.toFixed(2)} (${seconds} s; the load took ${load} % of a core)`);
      if (row.firstFailure) say(`  first error: ${row.firstFailure}`);
      const isSlow = !stage.options.smoke && row.ratio < (one.floor ?? 0);
      if (row.failures > 0 || isSlow) passed = false;
    } catch (error) {
      passed = false;
      say(`${one.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    } finally {
      await stage.clear();
    }
  }
  return { rows, passed };
}

async function measure(stage: Stage, options: Options): Promise<{ report: string; passed: boolean }> {
  const { soakMinutes, exportRows, bytesHistory } = options;
  try {
    if (soakMinutes !== undefined) return await soak(stage, soakMinutes);
    if (exportRows !== undefined) return await exportAll(stage, exportRows);
    if (bytesHistory !== undefined) return await countBytes(stage, bytesHistory);
  } finally {
    await stage.clear();
  }
  const { rows, passed } = await runCases(stage);
  return { report: tableOf(rows), passed };
}

async function main(): Promise<boolean> {
  const options = readOptions(process.argv.slice(2));
  chosenCases(options.cases);
  const cleanup = new Cleanup();
  try {
    const starting = FreshPostgres.start('bench');
    // Whoever interrupts the start waits for its end: a half-started server would be left behind.
    cleanup.add(async () => (await starting).stop());
    const postgres = await starting;
    const stage = new Stage(postgres, options);
    cleanup.add(() => stage.close());
    const { report, passed } = await measure(stage, options);
    const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.versions.node}`;
    const heading = `${machine}, ${await postgres.describe()}; service, Postgres and load share the machine.`;
    const { trees, history, rounds, seconds, controls } = options;
    const size =
      `Medians of ${rounds} rounds of ${seconds} s; many budgets: ${10 * trees} in ${trees} trees; ` +
      `history: ${history} reservations.` +
      (controls ? ' With agent keys, request rates, a relative limit and a webhook for all events.' : '');
    const { soakMinutes, exportRows, bytesHistory } = options;
    const hasCases = [soakMinutes, exportRows, bytesHistory].every((one) => one === undefined);
    const text = `${heading} ${hasCases ? size : ''}\n\n${report}\n`;
    process.stdout.write(text);
    if (options.markdown !== undefined) writeFileSync(options.markdown, text);
    await stage.close();
    // The services write their profiles when they end.
    if (options.profile !== undefined) process.stdout.write(`\n${profileReport(options.profile)}\n`);
    return passed;
  } finally {
    await cleanup.run();
  }
}

main().then(
  (passed) => (process.exitCode = passed ? 0 : 1),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    say(USAGE);
    process.exitCode = 1;
  },
);
