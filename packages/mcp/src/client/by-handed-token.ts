import {
  Money,
  type EndedReservation,
  type HeldReservation,
  type PendingReservation,
  type Purser,
} from '@purser/sdk';
import { denied, deniedBy } from '../denials.js';
import type { CallPurpose } from '../payments/by-budget.js';
import type { PaymentMethod, PricedCall, Serve, Tab, ToolReceipt } from '../payments/payment.js';
import { sha256 } from '../sha256.js';
import type { ToolCall, ToolResult } from '../tool-call.js';

export interface HandedTokens {
  readonly purser: Purser;
  readonly budget: string;
  readonly vendor: string;
  readonly currency: string;
  /** What becomes of what the seller has not taken by the end. */
  readonly onExpiry: 'release' | 'commit';
  readonly purpose?: ((call: ToolCall) => CallPurpose) | undefined;
}

type Made = HeldReservation | PendingReservation | EndedReservation;

/** The seller may come for its money so long after the call had to be over. */
const GRACE_SECONDS = 60;

/** Pays a seller with a settlement token: from then on the seller settles, and nobody else has to. */
export class ByHandedToken implements PaymentMethod {
  constructor(
    private readonly options: HandedTokens,
    /** Sends the token along with the call. */
    private readonly hand: (token: string) => void,
  ) {}

  async pay(priced: PricedCall, serve: Serve): Promise<ToolResult> {
    const { call } = priced;
    const { purser } = this.options;
    const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
    let made: Made;
    try {
      made = await this.#reserve(priced, secret);
    } catch (error) {
      if (call.signal.aborted) throw error;
      return deniedBy(call.tool, error);
    }
    if (made.state !== 'held' || !made.settlement || call.signal.aborted) {
      await purser.reservations.release(made.id, { reason: 'the call is not made' }).catch(() => undefined);
      call.signal.throwIfAborted();
      const sentence = 'Nothing was called: people have to approve this, and a token cannot wait for them.';
      return denied(call.tool, 'waits_for_people', sentence, { reservationId: made.id });
    }
    this.hand(made.settlement.prefix + secret);
    return serve(this.#tabOf(made));
  }

  async #reserve({ call, tool, cost }: PricedCall, secret: string): Promise<Made> {
    const { purser, budget: budgetId, vendor, onExpiry, purpose } = this.options;
    const { run, task, reason, labels, context } = { reason: `tool ${call.tool}`, ...purpose?.(call) };
    const what =
      cost instanceof Money ? { amount: cost.toString() } : { item: cost.item, usage: { ...cost.usage } };
    return purser.reservations.create({
      budgetId,
      ...what,
      vendor,
      category: tool.category ?? null,
      runId: run ?? null,
      taskId: task ?? null,
      reason: reason ?? null,
      metadata: labels ? { ...labels } : null,
      context: context ? { ...context } : null,
      ttlSeconds: Math.ceil(tool.timeoutMs / 1_000) + GRACE_SECONDS,
      onExpiry,
      settleable: true,
      // A token of our own choosing: a lost answer cannot lose it.
      settlementSecretHash: await sha256(secret),
    });
  }

  #tabOf({ id }: Made): Tab {
    const { purser, vendor, currency } = this.options;
    const receipt = (state: ToolReceipt['state'], amount: string | null): ToolReceipt => ({
      reservationId: id,
      state,
      amount,
      currency,
      vendor,
    });
    const look = async (): Promise<ToolReceipt> => {
      const found = await purser.reservations.get(id).catch(() => undefined);
      // What the seller has not taken, it may still take.
      if (!found || found.state === 'held') return receipt('kept', null);
      return receipt(found.state === 'committed' ? 'paid' : 'released', found.committed);
    };
    return {
      signal: undefined,
      forMs: Infinity,
      settle: look,
      release: async (reason) => {
        await purser.reservations.release(id, { reason }).catch(() => undefined);
        return look();
      },
      keep: () => receipt('kept', null),
    };
  }
}
