// The process that makes the load: the machine's other cores are left to the service and to Postgres.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7, type Purser } from '../../packages/sdk/src/index.js';
import { Connection, type Line, type OnAnswer } from './connection.js';
import { Histogram } from './histogram.js';
import { clientOf, Payer } from './payer.js';
import type { Plan, Result } from './plan.js';
import { toolsOf, ToolCaller, type Tools } from './tool-caller.js';
import { sourceOf, type Shared } from './traffic.js';

/** Answers that come this early are not counted, where a plan does not say. */
const LEAD_IN_SECONDS = 0.3;

/** How long the last answers are waited for. */
const LAST_ANSWERS_MS = 10_000;

class Run {
  private readonly shared: Shared;
  private readonly histogram = new Histogram();
  private readonly result: Omit<Result, 'seconds' | 'p50' | 'p99' | 'fields' | 'cpu'> = {
    answered: 0,
    commands: 0,
    failures: {},
    firstFailure: null,
  };
  /** Of a program that pays: one for all its calls. */
  private client: Purser | undefined;
  /** Of an agent: one connection for all its calls. */
  private tools: Promise<Tools> | undefined;
  private counting = false;
  private stopping = false;
  private sent = 0;
  private underWay = 0;
  private ended: () => void = () => undefined;

  constructor(private readonly plan: Plan) {
    this.shared = { adminKey: plan.adminKey, fields: [], newKey: plan.randomKeys ? randomUUID : uuidv7 };
  }

  async run(): Promise<Result> {
    const end = new Promise<void>((resolve) => (this.ended = resolve));
    const { connections, seconds, leadInSeconds = LEAD_IN_SECONDS } = this.plan;
    // A run that ends by itself is counted from its first request on.
    this.counting = seconds === undefined;
    let startedAt = performance.now();
    let cpu = process.cpuUsage();
    const open = await Promise.all(Array.from({ length: connections }, (_, i) => this.open(i)));
    if (seconds !== undefined) {
      await sleep(leadInSeconds * 1_000);
      this.counting = true;
      startedAt = performance.now();
      cpu = process.cpuUsage();
      await sleep(seconds * 1_000);
    } else await end;
    const elapsed = (performance.now() - startedAt) / 1_000;
    const used = process.cpuUsage(cpu);
    this.counting = false;
    this.stopping = true;
    if (this.underWay > 0) await Promise.race([end, sleep(LAST_ANSWERS_MS, undefined, { ref: false })]);
    for (const connection of open) connection.close();
    return {
      ...this.result,
      seconds: elapsed,
      p50: this.histogram.percentile(0.5),
      p99: this.histogram.percentile(0.99),
      fields: this.shared.fields,
      cpu: (used.user + used.system) / 1e6 / elapsed,
    };
  }

  private async open(index: number): Promise<Line> {
    const source = sourceOf(this.plan.traffic, this.shared);
    const onAnswer: OnAnswer = (status, body, milliseconds) => {
      if (status >= 200 && status < 300) {
        if (this.counting) {
          this.histogram.record(milliseconds);
          this.result.answered += 1;
          this.result.commands += source.commands();
        }
        source.answered(body);
      } else this.fail(String(status), body);
      this.underWay -= 1;
      goOn();
    };
    const line = await this.line(index, onAnswer);
    const sendNext = (dueAt: number): void => {
      const { calls = Infinity } = this.plan;
      const request = this.stopping || this.sent >= calls ? undefined : source.next();
      if (request === undefined) return this.endIfIdle();
      this.sent += 1;
      this.underWay += 1;
      line.send(request, dueAt);
    };
    // Connections that have a pace begin one after the other, so that requests come evenly.
    const { everyMs, connections } = this.plan;
    let dueAt = performance.now() + ((everyMs ?? 0) * index) / connections;
    const goOn = (): void => {
      if (everyMs === undefined) return sendNext(performance.now());
      if (this.stopping) return this.endIfIdle();
      dueAt += everyMs;
      setTimeout(() => sendNext(dueAt), Math.max(0, dueAt - performance.now()));
    };
    goOn();
    return line;
  }

  private async line(index: number, onAnswer: OnAnswer): Promise<Line> {
    const { targets, traffic } = this.plan;
    if (traffic.kind === 'paid')
      return new Payer((this.client ??= clientOf(this.plan, traffic)), traffic, onAnswer);
    if (traffic.kind === 'tools')
      return new ToolCaller(await (this.tools ??= toolsOf(this.plan, traffic)), onAnswer);
    return await Connection.open(new URL(targets[index % targets.length]!), onAnswer, () => {
      this.fail('broken', 'the connection was closed before the answer');
      this.underWay -= 1;
      this.endIfIdle();
    });
  }

  private fail(kind: string, text: string): void {
    this.result.failures[kind] = (this.result.failures[kind] ?? 0) + 1;
    this.result.firstFailure ??= `${kind}: ${text.slice(0, 500)}`;
  }

  private endIfIdle(): void {
    if (this.underWay === 0) this.ended();
  }
}

process.on('message', (plan: Plan) => {
  new Run(plan).run().then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
// The bench is gone, however it ended.
process.on('disconnect', () => process.exit());
