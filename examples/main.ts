// `npm run example -- NAME`: starts a fresh service, and runs a program of this folder on it. Without a name it lists them.
// `--url URL` takes a running service instead, with PURSER_ADMIN_KEY.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Purser } from '@purser/sdk';
import { Cleanup } from '../bench/support/cleanup.js';
import { FreshPostgres } from '../bench/support/postgres.js';
import { ADMIN_KEY, ServiceProcess } from '../bench/support/service-process.js';
import { PACKAGE_ROOT } from '../src/runtime/package.js';
import { isPython, programs, pythonWithHttpx, startStandIn, type Program } from './support/programs.js';

const { values, positionals } = parseArgs({ options: { url: { type: 'string' } }, allowPositionals: true });

async function main(): Promise<number> {
  const [name] = positionals;
  const program = programs.find((one) => one.name === name);
  if (!program) {
    console.log('npm run example -- NAME, which is one of:\n');
    for (const one of programs) console.log(`  ${one.name.padEnd(16)}${one.shows}`);
    return name === undefined ? 0 : 2;
  }
  const cleanup = new Cleanup();
  try {
    return await run(program, cleanup);
  } finally {
    await cleanup.run();
  }
}

/** Runs a program with a budget of its own, an agent's key, and what stands in for others; answers its exit code. */
async function run(program: Program, cleanup: Cleanup): Promise<number> {
  const { url, adminKey } = await serviceFor(cleanup);
  const admin = new Purser({ url, key: adminKey });
  const { id: budgetId } = await admin.budgets.create({
    name: program.name,
    currency: 'USD',
    allocation: '10',
  });
  const key = await admin.keys.issue(budgetId, { name: program.name, role: 'agent' });
  const standIn = await startStandIn(program, { url, adminKey, budgetId });
  cleanup.add(() => standIn.stop());
  const { PATH = '', HOME = '' } = process.env;
  const own = { PURSER_URL: url, PURSER_KEY: key.secret ?? '', PURSER_BUDGET: budgetId };
  const { command, args, needs } = started(program);
  const child = spawn(command, args, {
    cwd: PACKAGE_ROOT,
    env: { PATH, HOME, ...needs, ...own, ...standIn.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  cleanup.add(() => child.kill());
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** How a program is started on the sources of what it uses. */
function started(program: Program): { command: string; args: string[]; needs: Record<string, string> } {
  const { file } = program;
  if (!isPython(program))
    return {
      command: process.execPath,
      args: ['--conditions=@purser/source', '--import', 'tsx', file],
      needs: {},
    };
  const command = pythonWithHttpx();
  if (command === undefined) throw new Error('it needs Python 3.11 or newer with httpx: pip install httpx');
  return {
    command,
    args: ['-B', file],
    needs: { PYTHONPATH: path.join(PACKAGE_ROOT, 'clients/python/src') },
  };
}

/** A fresh service, or the one that was named. */
async function serviceFor(cleanup: Cleanup): Promise<{ url: string; adminKey: string }> {
  const { url } = values;
  if (url !== undefined) return { url, adminKey: process.env.PURSER_ADMIN_KEY ?? '' };
  const starting = FreshPostgres.start('example');
  // Whoever interrupts the start waits for its end: a half-started server would be left behind.
  cleanup.add(async () => (await starting).stop());
  const postgres = await starting;
  const databaseUrl = await postgres.createDatabase();
  const startingService = ServiceProcess.start([path.join(PACKAGE_ROOT, 'dist/main.js')], {
    DATABASE_URL: databaseUrl,
  });
  cleanup.add(async () => (await startingService).stop());
  const service = await startingService;
  return { url: service.url, adminKey: ADMIN_KEY };
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
