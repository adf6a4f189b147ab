import type { EventStream, Purser } from '@purser/sdk';
import { unitsOf, unitsOfAmount } from './money.js';

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
  private readonly events: EventStream;
  private readonly watching: Promise<void>;

  private constructor(
    private readonly client: Purser,
    /** What is to be done about the agent of a budget before it goes on. */
    private readonly mend: (budgetId: string) => void,
  ) {
    // From the start of the tree: whatever was asked before the stream is open is answered as well.
    this.events = client.follow({ types: TYPES, after: 'start' });
    this.watching = this.answer();
  }

  /** Takes up the watch. */
  static async watch(admin: Purser, team: { id: string }, mend: (budgetId: string) => void): Promise<OnCall> {
    const { secret } = await admin.keys.issue(team.id, { name: 'person on call', role: 'approver' });
    return new OnCall(admin.as(secret ?? ''), mend);
  }

  async stop(): Promise<void> {
    await this.events.return();
    await this.watching;
  }

  /** What agents could not record, because it goes above limits, is recorded by somebody who may: the work was done. */
  static async settleClaims(admin: Purser, team: { id: string }): Promise<number> {
    const path = '/v1/reservations/{id}/claim/settle';
    const query = { budgetId: team.id, subtree: true, claimed: true, limit: 100 };
    for (let settled = 0; ;) {
      const { items } = await admin.reservations.list(query);
      if (items.length === 0) return settled;
      for (const { id } of items) await admin.request({ method: 'post', path, params: { id }, body: {} });
      settled += items.length;
    }
  }

  private async answer(): Promise<void> {
    for await (const { type, data } of this.events) {
      const { budgetId, entry } = data;
      if (type !== 'reservation.pending_approval') {
        // Who is in debt stays stopped: the hour is over before that is settled.
        if (entry.kind === 'pause') await this.resume(budgetId);
      } else if (entry.reservation) await this.decide(entry.reservation);
    }
  }

  private async decide({ id, amount }: { id: string; amount: string }): Promise<void> {
    if (unitsOfAmount(amount) > TOO_DEAR) {
      await this.client.approvals.reject(id, { reason: 'too dear for one step' });
      this.rejected += 1;
    } else {
      await this.client.approvals.approve(id, { comment: 'worth it' });
      this.approved += 1;
    }
  }

  private async resume(budgetId: string): Promise<void> {
    this.mend(budgetId);
    await this.client.budgets.resume(budgetId, {
      reason: 'was in a loop; restarted with its plan mended',
    });
    this.resumed += 1;
  }
}
