import { fromBase64, objectIn, fieldText } from './json.js';

/** What a seller says of a payment that it was handed. */
export interface SettlementSaid {
  readonly success: boolean;
  readonly transaction: string | undefined;
  /** In units of the asset. */
  readonly units: string | undefined;
  readonly reason: string | undefined;
}

/** What an answer says of the payment, in the headers of version 2 or 1; undefined where it says nothing. */
export function settlementSaidBy({ headers }: Response): SettlementSaid | undefined {
  const header = headers.get('payment-response') ?? headers.get('x-payment-response');
  const found = header === null ? undefined : objectIn(fromBase64(header) ?? '');
  if (typeof found?.success !== 'boolean') return undefined;
  return {
    success: found.success,
    transaction: fieldText(found, 'transaction') || undefined,
    units: fieldText(found, 'amount'),
    reason: fieldText(found, 'errorReason'),
  };
}
