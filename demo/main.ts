// `npm run demo`: an hour of real model calls, replayed as a team of agents on a fresh service. `--calls 500`: the first so many.
// `--open`: the service stays, with its console on what has happened.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Purser } from '@purser/sdk';
import { Cleanup } from '../bench/support/cleanup.js';
import { FreshPostgres } from '../bench/support/postgres.js';
import { ServiceProcess } from '../bench/support/service-process.js';
import { audit } from '../src/audit/audit.js';
import { openWriteClient } from '../src/database/connections.js';
import { PACKAGE_ROOT } from '../src/runtime/package.js';
import { dollars } from './money.js';
import { leaveWaiting, openConsole } from './open.js';
import { showProgress } from './progress.js';
import { replay } from './replay.js';
import { reportOf, spentUnder } from './report.js';
import { assemble } from './team.js';
import { readTrace } from './trace.js';
import { OnCall } from './on-call.js';

const { values } = parseArgs({ options: { calls: { type: 'string' }, open: { type: 'boolean' } } });
const limit = values.calls === undefined ? undefined : Number(values.calls);

/** Of this one run: with `--open` others on the machine can reach the service for as long as somebody looks at it. */
const adminKey = `purser_admin_${randomBytes(32).toString('base64url')}`;

const say = (line = ''): void => console.log(line);

async function main(): Promise<boolean> {
  const cleanup = new Cleanup();
  try {
    say(
      'Purser demo: one hour of a coding assistant (Azure LLM inference trace 2023, CC BY 4.0), as a team of agents.',
    );
    const starting = FreshPostgres.start('demo');
    // Whoever interrupts the start waits for its end: a half-started server would be left behind.
    cleanup.add(async () => (await starting).stop());
    const postgres = await starting;
    const databaseUrl = await postgres.createDatabase();
    const program = [path.join(PACKAGE_ROOT, 'dist/main.js')];
    const startingService = ServiceProcess.start(program, {
      DATABASE_URL: databaseUrl,
      PURSER_ADMIN_KEY: adminKey,
    });
    cleanup.add(async () => (await startingService).stop());
    const service = await startingService;
    const agreed = await runOn(service.url);
    const passed = (await verdict(databaseUrl)) && agreed;
    if (values.open) {
      openConsole({ url: service.url, key: adminKey, say });
      cleanup.interrupted = passed ? 0 : 1;
      await service.exited();
    }
    return passed;
  } finally {
    await cleanup.run();
  }
}

/** Replays the trace and prints what came of it; false when the ledger and the demo disagree on what was spent. */
async function runOn(url: string): Promise<boolean> {
  let made = 0;
  /** Requests are counted, whoever makes them: an agent's client is the same with another key. */
  const counted: typeof fetch = (input, init) => {
    made += 1;
    return fetch(input, init);
  };
  const admin = new Purser({ url, key: adminKey, fetch: counted });
  const { root, agents } = await assemble(admin);
  const calls = readTrace().slice(0, limit);
  say(
    `  ${calls.length} calls, ${agents.length} agents under five orchestrators, on a fresh service at ${url}`,
  );
  const onCall = await OnCall.watch(admin, root, (budgetId) => {
    for (const agent of agents) if (agent.budgetId === budgetId) agent.isLooping = false;
  });
  const [before, startedAt] = [made, performance.now()];
  const tally = await replay(admin, agents, calls, showProgress(calls.length)).finally(() => onCall.stop());
  const seconds = (performance.now() - startedAt) / 1_000;
  const requests = made - before;
  const claims = await OnCall.settleClaims(admin, root);

  const team = await admin.budgets.tree(root.id, { depth: 3, limit: 1_000 });
  say(`\n${reportOf(tally, team)}\n`);
  say(
    `  ${calls.length} calls in ${seconds.toFixed(1)} s: ${Math.round(calls.length / seconds)} calls/s, ` +
      `${Math.round(requests / seconds)} requests/s (${requests} requests from one client)`,
  );
  say(
    `  the person on call approved ${onCall.approved} calls, rejected ${onCall.rejected}, ` +
      `and resumed ${onCall.resumed} agent that its breaker had stopped`,
  );
  say(`  ${claims} calls cost more than their agents may record: claimed, and settled by an operator`);
  const spent = spentUnder(team);
  const agreed = spent === tally.spent;
  say(
    `  spent: ${dollars(spent)} says the ledger, ${dollars(tally.spent)} counted the demo${agreed ? '' : ': DIFFERENT'}`,
  );
  if (values.open) await leaveWaiting(admin);
  return agreed;
}

/** Recomputes the whole ledger from its journal. */
async function verdict(databaseUrl: string): Promise<boolean> {
  const sql = openWriteClient(databaseUrl, 1);
  try {
    const { found, differences, ...counts } = await audit(sql);
    const looked = `${counts.budgets} budgets, ${counts.reservations} reservations, ${counts.entries} entries, ${counts.counters} counters`;
    say(found > 0 ? `  audit: FAILED: ${JSON.stringify(differences)}` : `  audit: passed (${looked})`);
    return found === 0;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

main().then(
  (passed) => (process.exitCode = passed ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
