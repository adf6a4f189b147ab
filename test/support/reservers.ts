import { setTimeout as sleep } from 'node:timers/promises';
import type { ReservationDto } from '../../src/api/reservations/reservation.dto.js';
import { isSuccess, type Answer, type Client } from './client.js';

/** Clients that reserve from one budget without pause, dealt out over some processes, until they are stopped. */
export class Reservers {
  /** The answers to all requests so far, in the order in which the requests were sent. */
  readonly answers: (Answer<ReservationDto> | undefined)[] = [];
  private going = true;
  private readonly done: Promise<unknown>;

  constructor(
    private readonly budgetId: string,
    clients: readonly Client[],
    count = 12,
  ) {
    const run = (_: unknown, i: number) => this.run(clients[i % clients.length]!);
    this.done = Promise.all(Array.from({ length: count }, run));
    // The one that stops them gets a failure; until then nobody does.
    this.done.catch(() => undefined);
  }

  get passed(): Answer<ReservationDto>[] {
    return this.answers.filter((answer) => answer !== undefined).filter(isSuccess);
  }

  /** Waits until some more have passed. */
  async morePass(count: number): Promise<void> {
    const enough = this.passed.length + count;
    while (this.passed.length < enough) await this.tick();
  }

  /** The answers to the next requests that are sent from now on. */
  async next(count: number): Promise<Answer<ReservationDto>[]> {
    const first = this.answers.length;
    const complete = (): Answer<ReservationDto>[] =>
      this.answers.slice(first, first + count).filter((answer) => answer !== undefined);
    while (complete().length < count) await this.tick();
    return complete();
  }

  /** Lets the requests under way end. */
  async stop(): Promise<void> {
    this.going = false;
    await this.done;
  }

  private async run(client: Client): Promise<void> {
    while (this.going) {
      const number = this.answers.push(undefined) - 1;
      this.answers[number] = await client.reserve(this.budgetId, '1');
    }
  }

  private async tick(): Promise<void> {
    await Promise.race([sleep(5), this.done]);
  }
}
