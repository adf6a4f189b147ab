import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PACKAGE_ROOT } from '../src/runtime/package.js';
import { CONTROLS, startReceiver, type Receiver } from './controls.js';
import { Load } from './load/load.js';
import type { Plan, Result } from './load/plan.js';
import { failuresOf } from './load/plan.js';
import type { Options } from './options.js';
import type { FreshPostgres } from './support/postgres.js';
import { ADMIN_KEY, ServiceProcess } from './support/service-process.js';

const SERVICE = fileURLToPath(new URL('./reference/service.js', import.meta.url));

/** How long it takes until the load of others is whole: a service accepts one connection in each turn of its loop. */
const LEAD_SECONDS = 5;

/** How long a load has for its own connections before others come. */
const CONNECTED_MS = 500;

/** The same two in a smoke test, and the most connections that it makes. */
const SMOKE = { leadSeconds: 0.8, connectedMs: 100, connections: 8 };

/** The flags of Node with which `npm start` runs the service of a folder. */
function startFlags(folder: string): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [, flags = ''] = /node (.*?)\s*dist\/main\.js/.exec(scripts.start) ?? [];
  return flags.split(' ').filter((flag) => flag !== '');
}

const THIS_VERSION = [...startFlags(PACKAGE_ROOT), SERVICE];

/** What a case builds its services and data with. Everything is stopped and dropped when the case is over. */
export class Stage {
  private readonly load = new Load();
  /** Makes the load of others while one is measured: in a process of its own, whose burdens are not the measured one's. */
  private besideLoad: Load | undefined;
  private readonly services: Promise<ServiceProcess>[] = [];
  private readonly databases: string[] = [];
  private receiver: Promise<Receiver> | undefined;
  private program = THIS_VERSION;
  private closed = false;

  constructor(
    readonly postgres: FreshPostgres,
    readonly options: Options,
  ) {}

  async database(): Promise<string> {
    this.checkOpen();
    if (this.options.smoke && this.databases.length > 0) return this.databases[0]!;
    const url = await this.postgres.createDatabase();
    this.databases.push(url);
    return url;
  }

  /** Another version of the service takes the place of this one while a case is prepared. */
  async asBefore<T>(folder: string, prepare: () => Promise<T>): Promise<T> {
    this.program = [...startFlags(folder), path.resolve(folder, 'dist/main.js')];
    try {
      return await prepare();
    } finally {
      this.program = THIS_VERSION;
    }
  }

  async service(databaseUrl: string): Promise<ServiceProcess> {
    this.checkOpen();
    const { profile, controls, smoke } = this.options;
    const last = smoke ? await this.services.at(-1) : undefined;
    if (last?.isRunning) return last;
    const profiled = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.resolve(profile)}`];
    const program = [...profiled, ...this.program];
    const starting = ServiceProcess.start(program, {
      DATABASE_URL: databaseUrl,
      // Under controls it is counted, and nobody reaches it.
      PURSER_REQUESTS_PER_SECOND: '0',
      ...(controls && CONTROLS),
    });
    this.services.push(starting);
    return await starting;
  }

  /**
   * Runs a load; beside another one, if any, which comes when the first has its connections, and goes later. Answers what
   * the first one saw, and the failures of both.
   */
  async run(plan: Omit<Plan, 'adminKey'>, beside?: Omit<Plan, 'adminKey'>): Promise<Result> {
    if (!beside) return this.load.run(this.sized(plan));
    const { smoke } = this.options;
    const leadInSeconds = smoke ? SMOKE.leadSeconds : LEAD_SECONDS;
    this.besideLoad ??= new Load();
    const measured = this.load.run({ ...this.sized(plan), leadInSeconds });
    const seconds = leadInSeconds + (plan.seconds ?? 0);
    const others = sleep(smoke ? SMOKE.connectedMs : CONNECTED_MS).then(() =>
      this.besideLoad!.run({ ...this.sized(beside), seconds }),
    );
    const [result, other] = await Promise.all([measured, others]);
    const failures = { ...result.failures };
    for (const [kind, count] of Object.entries(other.failures))
      failures[kind] = (failures[kind] ?? 0) + count;
    return { ...result, failures, firstFailure: result.firstFailure ?? other.firstFailure };
  }

  private sized(plan: Omit<Plan, 'adminKey'>): Plan {
    const most = this.options.smoke ? SMOKE.connections : Infinity;
    return { ...plan, connections: Math.min(plan.connections, most), adminKey: ADMIN_KEY };
  }

  /** Makes budgets, many at a time; their ids in the order of the requests. */
  create(target: ServiceProcess, requests: { path: string; body: object }[]): Promise<string[]> {
    return this.each(target, requests, 'id');
  }

  /** The keys with which these budgets are spent from: an agent's for each under controls, else the administrator's. */
  async keys(target: ServiceProcess, budgetIds: string[]): Promise<string[]> {
    if (!this.options.controls) return budgetIds.map(() => ADMIN_KEY);
    return await this.agentKeys(target, budgetIds);
  }

  /** An agent's key for each budget. */
  agentKeys(target: ServiceProcess, budgetIds: string[]): Promise<string[]> {
    const body = { name: 'bench', role: 'agent' };
    const requests = budgetIds.map((id) => ({ path: `/v1/budgets/${id}/keys`, body }));
    return this.each(target, requests, 'secret');
  }

  /** Under controls, a webhook for all events. */
  async follow(target: ServiceProcess): Promise<void> {
    if (!this.options.controls) return;
    const { url } = await (this.receiver ??= startReceiver());
    await this.create(target, [{ path: '/v1/webhooks', body: { url } }]);
  }

  private async each(
    target: ServiceProcess,
    requests: { path: string; body: object }[],
    field: 'id' | 'secret',
  ): Promise<string[]> {
    const result = await this.run({
      targets: [target.url],
      connections: Math.min(256, requests.length),
      traffic: {
        kind: 'each',
        field,
        requests: requests.map(({ path, body }) => ({ path, body: JSON.stringify(body) })),
      },
    });
    if (failuresOf(result) > 0)
      throw new Error(`what a case needs could not be made: ${result.firstFailure}`);
    return result.fields;
  }

  /** Ends what the case has started; in a smoke test all share it until the end. */
  async clear(): Promise<void> {
    if (this.options.smoke && !this.closed) return;
    const started = await Promise.allSettled(this.services.splice(0));
    for (const service of started) if (service.status === 'fulfilled') await service.value.stop();
    for (const url of this.databases.splice(0)) await this.postgres.dropDatabase(url);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.load.stop();
    this.besideLoad?.stop();
    (await this.receiver)?.close();
    await this.clear();
  }

  /** An interrupted run must not start anything again. */
  private checkOpen(): void {
    if (this.closed) throw new Error('the run is over');
  }
}
