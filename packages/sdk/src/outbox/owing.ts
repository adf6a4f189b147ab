import type { Answer, Request } from '../calls.js';
import { backoff } from '../pause.js';
import { directly, type Owed, type Settling } from '../settling.js';
import type { Sender } from '../transport.js';
import { uuidv7 } from '../uuid.js';
import { debtorOf, sentOf } from './debtor.js';
import type { DeadDebt, Debt, Outbox, Settled } from './outbox.js';

const COSTS = new Set(['/v1/reservations/{id}/commit', '/v1/budgets/{id}/charges']);

const RESERVE = '/v1/reservations';

/** Who owes has to be known before anything is spent: asked for with the first reservation. */
const PRINCIPAL: Request = { method: 'get', path: '/v1/principal' };

/**
 * Sends costs by way of an outbox: each is written down before it is sent, and sent again until somebody answers, by this process
 * or the next. Everything else is sent as it is.
 */
export class Owing implements Sender, Settling {
  readonly remembers = true;
  readonly settle = (owed: Owed): Promise<Answer> => directly(this).settle(owed);
  private holder: Promise<string> | undefined;
  /** The pass that is under way, and the one that begins when it has ended. */
  private settling: Promise<Settled> | undefined;
  private following: Promise<Settled> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private hasBegun = false;

  /** `onDead` is called with what was refused for good, where nobody waits for its answer. */
  constructor(
    private readonly sender: Sender,
    private readonly outbox: Outbox,
    private readonly onDead: (dead: DeadDebt) => void,
  ) {}

  /**
   * Of costs: throws an `OutboxError`, with nothing sent, where one cannot be written down; what the service refuses, which is then
   * among the dead; and what nobody answered, which is sent again in the background.
   */
  async send(request: Request): Promise<Answer> {
    if (request.method !== 'post') return await this.sender.send(request);
    if (request.path === RESERVE) await this.ready();
    return isCost(request) ? await this.owe(request) : await this.sender.send(request);
  }

  /**
   * Sends what is owed from before; what nobody answers is sent again in the background. One pass at a time: while one is under
   * way the next is the answer, since the first may have looked before the last debt was written down.
   */
  settleOwed(): Promise<Settled> {
    this.hasBegun = true;
    if (this.following) return this.following;
    if (!this.settling) return this.begin();
    const begin = (): Promise<Settled> => this.begin();
    return (this.following = this.settling.then(begin, begin));
  }

  /** Before the first money is spent it is known by whom, and what the last process owed is on its way. */
  async ready(): Promise<void> {
    await this.known();
    if (!this.hasBegun) this.settleOwed().catch(() => undefined);
  }

  private async owe(request: Request): Promise<Answer> {
    const { path, params = {}, body, idempotencyKey = uuidv7() } = request;
    const debt: Debt = { holder: await this.known(), path, params, body, idempotencyKey };
    await this.outbox.owe(debt);
    try {
      const answer = await this.sender.send({ ...request, idempotencyKey });
      await this.outbox.paid(idempotencyKey);
      return answer;
    } catch (error) {
      const sent = sentOf(error);
      if (sent.outcome === 'refused') await this.outbox.refused(idempotencyKey, sent.refusal);
      else if (sent.outcome === 'paid') await this.outbox.paid(idempotencyKey);
      else this.again();
      throw error;
    }
  }

  /** Asked once; again where that failed. */
  private known(): Promise<string> {
    this.holder ??= this.ask().catch((error: unknown) => {
      this.holder = undefined;
      throw error;
    });
    return this.holder;
  }

  private async ask(): Promise<string> {
    const { body } = await this.sender.send(PRINCIPAL);
    if (typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string')
      return body.id;
    throw new TypeError('nobody is named by /v1/principal');
  }

  private begin(): Promise<Settled> {
    this.following = undefined;
    return (this.settling = this.pass().finally(() => (this.settling = undefined)));
  }

  private async pass(): Promise<Settled> {
    try {
      const settled = await this.outbox.settle(debtorOf(this.sender, await this.known()));
      settled.refused.forEach(this.onDead);
      if (settled.unsettled > 0) this.again();
      else this.failures = 0;
      return settled;
    } catch (error) {
      this.again();
      throw error;
    }
  }

  private again(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.settleOwed().catch(() => undefined);
      },
      backoff((this.failures += 1)),
    );
    // A process that has nothing else to do ends, and the next one goes on. In browsers timers are numbers.
    if (typeof this.timer === 'object') this.timer.unref();
  }
}

/**
 * What reports real cost: whatever else is lost can be asked again, or expires. What a call has cost so far, all in all, is
 * said again by what comes after it, and would come too late behind that.
 */
const isCost = ({ path, body }: Request): boolean => COSTS.has(path) && !isSoFar(body);

const isSoFar = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  'final' in body &&
  body.final === false &&
  ('total' in body || 'totalUsage' in body);
