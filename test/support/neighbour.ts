import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { tally, type Answer, type Client } from './client.js';

/** How long it rests between two rounds. */
const PAUSE_MS = 20;

/** How long somebody who does nothing wrong may be kept from getting on, on a slow machine. */
const PATIENCE_MS = 60_000;

/** An agent of another tree that does what it is there for while others misbehave: it reserves, pays and looks. */
export class Neighbour {
  /** Every answer that was no success. */
  readonly failures: Answer[] = [];
  /** Rounds that it has made. */
  rounds = 0;
  private going = true;
  private readonly done: Promise<void>;

  private constructor(
    private readonly agent: Client,
    private readonly budgetId: string,
    private readonly pauseMs: number,
  ) {
    this.done = this.run();
  }

  static async start(admin: Client, pauseMs = PAUSE_MS): Promise<Neighbour> {
    const { id } = await admin.root('1000000');
    return new Neighbour((await admin.issue(id)).client, id, pauseMs);
  }

  /** Waits until it has made so many more rounds. */
  async progress(more: number): Promise<void> {
    const enough = this.rounds + more;
    const deadline = performance.now() + PATIENCE_MS;
    while (this.rounds < enough) {
      if (performance.now() > deadline)
        throw new Error(
          `no more than ${this.rounds} of ${enough} rounds: ${JSON.stringify(tally(this.failures))}`,
        );
      await Promise.race([sleep(10), this.done]);
    }
  }

  /** Lets its last round end, and makes sure that it never was refused. */
  async stop(): Promise<void> {
    this.going = false;
    await this.done;
    expect(tally(this.failures)).toEqual({});
  }

  private async run(): Promise<void> {
    while (this.going) {
      const reserved = await this.agent.reserve(this.budgetId, '1');
      this.note(reserved);
      if (reserved.status === 201) this.note(await this.agent.commit(reserved.body.id, '1'));
      this.note(await this.agent.get(`/v1/budgets/${this.budgetId}`));
      this.note(await this.agent.get('/v1/reservations?limit=5'));
      this.rounds += 1;
      await sleep(this.pauseMs);
    }
  }

  private note(answer: Answer): void {
    if (answer.status >= 400) this.failures.push(answer);
  }
}
