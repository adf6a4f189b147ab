import type { Request } from '../calls.js';
import { isRefusal, PurserError } from '../errors.js';
import type { Sender } from '../transport.js';
import type { Debt, Debtor, Sent } from './outbox.js';

/** Sends debts as this holder. */
export const debtorOf = (sender: Sender, holder: string): Debtor => ({
  holder,
  send: async (debt: Debt): Promise<Sent> => {
    try {
      await sender.send(requestOf(debt));
      return { outcome: 'paid' };
    } catch (error) {
      return sentOf(error);
    }
  },
});

/** The request that pays it. */
const requestOf = ({ path, params, body, idempotencyKey }: Debt): Request => ({
  method: 'post',
  path,
  params,
  body,
  idempotencyKey,
});

/** What an error says about a debt. */
export function sentOf(error: unknown): Sent {
  if (!(error instanceof PurserError)) return { outcome: 'unsettled', error };
  const { status, code, message } = error;
  // The vendor was paid for this externalId: by this debt or before it.
  if (code === 'charge_exists') return { outcome: 'paid' };
  // With another key, or later, it may pass.
  return status === 401 || !isRefusal(error)
    ? { outcome: 'unsettled', error }
    : { outcome: 'refused', refusal: { status, code, detail: message } };
}
