import { Purser } from '../../packages/sdk/src/index.js';
import type { Line, OnAnswer } from './connection.js';
import type { Plan, Traffic } from './plan.js';
import { AMOUNT } from './traffic.js';

type Paid = Extract<Traffic, { kind: 'paid' }>;

/** A program's only client: what its calls ask at once can be joined. */
export const clientOf = ({ targets }: Plan, { spender, coalesce }: Paid): Purser =>
  new Purser({ url: targets[0], key: spender.key, coalesce });

/** Takes the place of a connection: a call after the other, each of them paid through the SDK. */
export class Payer implements Line {
  constructor(
    private readonly purser: Purser,
    private readonly traffic: Paid,
    private readonly onAnswer: OnAnswer,
  ) {}

  send(_request: string, dueAt: number): void {
    const { budgetId: budget } = this.traffic.spender;
    const done = (status: number, text: string): void =>
      this.onAnswer(status, text, performance.now() - dueAt);
    this.purser
      .paid({ budget, max: AMOUNT, vendor: 'openai' }, (hold) => hold.settle({ amount: AMOUNT }))
      .then(
        () => done(200, ''),
        (error: unknown) => done(0, String(error)),
      );
  }

  close(): void {
    // The connections belong to the runtime.
  }
}
