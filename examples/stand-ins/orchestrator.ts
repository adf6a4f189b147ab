import { Money, Purser } from '@purser/sdk';
import type { Service, StandIn } from '../support/programs.js';

/** Above this, one call is not worth it. */
const TOO_DEAR = '1.80';

/** Stands in for a person who is asked: she agrees to what is not too dear. */
export async function start({ url, adminKey, budgetId }: Service): Promise<StandIn> {
  const admin = new Purser({ url, key: adminKey });
  const { secret } = await admin.keys.issue(budgetId, { name: 'a person', role: 'approver' });
  const person = new Purser({ url, key: secret ?? '' });
  const asked = person.follow({ budgetId, after: 'start', types: ['reservation.pending_approval'] });
  const answering = answer(person, asked);
  return {
    env: {},
    stop: async () => {
      await asked.return();
      await answering;
    },
  };
}

async function answer(person: Purser, asked: ReturnType<Purser['follow']>): Promise<void> {
  for await (const { data } of asked) {
    const { reservation } = data.entry;
    if (!reservation) continue;
    if (Money.of(reservation.amount).isMoreThan(TOO_DEAR))
      await person.approvals.reject(reservation.id, { reason: 'too dear for one call' });
    else await person.approvals.approve(reservation.id, { comment: 'worth it' });
  }
}
