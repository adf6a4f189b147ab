import { DeniedError, PurserError, type Violation } from '@purser/sdk';
import { META } from './meta-keys.js';
import type { ToolResult } from './tool-call.js';

/** Why a tool was not called, or its result is withheld: `_meta['dev.purser/denial']` of the result. */
export interface ToolDenial {
  /** That of the service's problem, or `payment_required`, `payment_refused`, `waits_for_people`, `not_approved`, `no_price`, `timed_out`. */
  readonly code: string;
  readonly tool: string;
  /** All rules in the way, from the budget to the root; none where no limit was. */
  readonly violations: readonly Violation[];
  /** The largest amount that would pass now; null where that is not known. */
  readonly largestAdmissible: string | null;
  /** When the same call would pass if nothing else happened; null where waiting does not help. */
  readonly retryAt: string | null;
  /** What the call costs at most; null where that is not known. */
  readonly price: { readonly amount: string; readonly currency: string } | null;
  /** How it can be paid, where it was not. */
  readonly accepts?: readonly Readonly<Record<string, unknown>>[];
  /** What waits for people. */
  readonly reservationId?: string;
  /** Where people decide on it. */
  readonly approvalUrl?: string;
}

/** What a denial says beside its code and its tool. */
export type DenialFacts = Partial<Omit<ToolDenial, 'code' | 'tool'>>;

/** A result that a model can act on. Thrown, it would lose all but its text. */
export const denied = (tool: string, code: string, sentence: string, facts: DenialFacts = {}): ToolResult => {
  const nothing = { violations: [], largestAdmissible: null, retryAt: null, price: null };
  const denial: ToolDenial = { code, tool, ...nothing, ...facts };
  return { isError: true, content: [{ type: 'text', text: sentence }], _meta: { [META.denial]: denial } };
};

/** What the service has refused, or could not be asked. */
export function deniedBy(tool: string, error: unknown, facts: DenialFacts = {}): ToolResult {
  if (error instanceof DeniedError) {
    const { code, message, violations, largestAdmissible, retryAt } = error;
    const inTheWay = { violations, largestAdmissible, retryAt: retryAt?.toISOString() ?? null };
    return denied(tool, code, message, { ...inTheWay, ...facts });
  }
  if (error instanceof PurserError) return denied(tool, error.code, error.message, facts);
  const sentence = 'The budget could not be asked, so that nothing was called. Try again later.';
  return denied(tool, 'unavailable', sentence, facts);
}
