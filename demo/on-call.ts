import type { Api, Budget, Key, Reservation } from './api.js';
import { unitsOf, unitsOfAmount } from './money.js';

/** What the demo reads of an event. */
interface Event {
  type: 'reservation.pending_approval' | 'budget.paused';
  data: { budgetId: string; entry: { kind: string; reservation?: Reservation } };
}

const TYPES = ['reservation.pending_approval', 'budget.paused'] as const;

/** Above this price, one call is not worth it. */
const TOO_DEAR = unitsOf(0.0205);

/**
 * The person on call: an approver of the whole team, who watches it live, answers what asks for approval, and looks after
 * agents that were stopped by their breaker.
 */
export class OnCall {
  approved = 0;
  rejected = 0;
  /** Budgets that a breaker stopped, and that were resumed. */
  resumed = 0;
  private readonly controller = new AbortController();
  private watching: Promise<void> = Promise.resolve();

  private constructor(
    private readonly api: Api,
    /** What is to be done about the agent of a budget before it goes on. */
    private readonly mend: (budgetId: string) => void,
  ) {}

  /** Takes up the watch: whatever is asked from now on is answered. */
  static async watch(admin: Api, team: Budget, mend: (budgetId: string) => void): Promise<OnCall> {
    const body = { name: 'person on call', role: 'approver' };
    const key = await admin.post<Key>(`/v1/budgets/${team.id}/keys`, body);
    const person = new OnCall(admin.as(key), mend);
    const query = TYPES.map((type) => `types=${type}`).join('&');
    const events = await person.api.follow<Event>(`/v1/events?${query}`, person.controller.signal);
    person.watching = person.answer(events);
    return person;
  }

  async stop(): Promise<void> {
    this.controller.abort();
    await this.watching;
  }

  /** What agents could not record, because it goes above limits, is recorded by somebody who may: the work was done. */
  static async settleClaims(admin: Api, team: Budget): Promise<number> {
    for (let settled = 0; ;) {
      const query = `/v1/reservations?budgetId=${team.id}&subtree=true&claimed=true&limit=100`;
      const { items } = await admin.get<{ items: Reservation[] }>(query);
      if (items.length === 0) return settled;
      for (const { id } of items) await admin.post(`/v1/reservations/${id}/claim/settle`, {});
      settled += items.length;
    }
  }

  private async answer(events: AsyncIterable<Event>): Promise<void> {
    for await (const { type, data } of events) {
      const { budgetId, entry } = data;
      if (type === 'reservation.pending_approval') await this.decide(entry.reservation!);
      // Who is in debt stays stopped: the hour is over before that is settled.
      else if (entry.kind === 'pause') await this.resume(budgetId);
    }
  }

  private async decide({ id, amount }: Reservation): Promise<void> {
    if (unitsOfAmount(amount) > TOO_DEAR) {
      await this.api.post(`/v1/reservations/${id}/reject`, { reason: 'too dear for one step' });
      this.rejected += 1;
    } else {
      await this.api.post(`/v1/reservations/${id}/approve`, { comment: 'worth it' });
      this.approved += 1;
    }
  }

  private async resume(budgetId: string): Promise<void> {
    this.mend(budgetId);
    await this.api.post(`/v1/budgets/${budgetId}/resume`, {
      reason: 'was in a loop; restarted with its plan mended',
    });
    this.resumed += 1;
  }
}
