import { fromBase64, objectIn, fieldText, type Unread } from './json.js';

/** What a seller says of a payment that it was handed. */
export interface SettlementSaid {
  readonly success: boolean;
  readonly transaction: string | undefined;
  /** In units of the asset. */
  readonly units: string | undefined;
  readonly reason: string | undefined;
}

/** What an answer says of the payment, in the headers of version 2 or 1; undefined where it says nothing. */
export function settlementInHeaders({ headers }: Response): SettlementSaid | undefined {
  const header = headers.get('payment-response') ?? headers.get('x-payment-response');
  return header === null ? undefined : settlementIn(objectIn(fromBase64(header) ?? ''));
}

export function settlementIn(found: Unread | undefined): SettlementSaid | undefined {
  if (typeof found?.success !== 'boolean') return undefined;
  return {
    success: found.success,
    transaction: fieldText(found, 'transaction') || undefined,
    units: fieldText(found, 'amount'),
    reason: fieldText(found, 'errorReason'),
  };
}
