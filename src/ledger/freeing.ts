import { Worker } from '../runtime/worker.js';
import type { ResilientClient } from '../database/resilient-client.js';
import { FIRST_COUNTER, freeCounters, type CounterPlace } from './sql/free-counters.js';

/** How many counters are looked at in one step. */
const AT_ONCE = 1_000;

/** The pause between two steps, and between two walks along all counters. */
const STEP_MS = 200;
const WALK_MS = 600_000;

/** How long a window is over before its counters are freed: late costs come soon or never. */
const OVER_SECONDS = 3_600;

/**
 * Frees counters that are over and empty, so that names that somebody made up do not stay for ever. It walks along all
 * counters, step by step, in the order of their key: an index of what is empty would be written with every payment.
 */
export class Freeing {
  private readonly worker: Worker;
  private place: CounterPlace = FIRST_COUNTER;

  constructor(
    private readonly link: ResilientClient,
    onFault: (error: unknown) => void,
  ) {
    this.worker = new Worker(() => this.step(), WALK_MS, onFault);
  }

  start(): void {
    this.worker.start(STEP_MS);
  }

  async stop(): Promise<void> {
    await this.worker.stop();
  }

  /** Answers how long to wait for the next one. */
  private async step(): Promise<number> {
    const after = this.place;
    const step = await this.link.use((sql) => freeCounters(sql, after, AT_ONCE, OVER_SECONDS));
    const isLast = step === null || step.looked < AT_ONCE;
    this.place = isLast ? FIRST_COUNTER : { tree_id: step.tree_id, id: step.id };
    return isLast ? WALK_MS : STEP_MS;
  }
}
