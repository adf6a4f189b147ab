import { hashOf } from '../../access/key-text.js';
import { newTokenText } from '../../access/settlement-token.js';
import type { CommandOf, OnReservation } from '../../core/commands/commands.js';
import type { RecordCharge } from '../../core/commands/charging.js';
import type { DismissClaim, SettleClaim } from '../../core/commands/claims.js';
import type { Reserve } from '../../core/commands/reserving.js';
import type { Commit, Evidence, Extend, Refund, Release } from '../../core/commands/settling.js';
import { DEFAULT_TTL_SECONDS } from '../../core/reservations.js';
import { callOutcomeAsked } from './call-outcome.dto.js';
import { DismissClaimBody, SettleClaimBody } from './claim-requests.dto.js';
import { CommitBody, ExtendBody, ReleaseBody, type ReserveBody } from './reservation-requests.dto.js';
import type { ChargeBody } from './charge.dto.js';
import { RefundBody } from './refund.dto.js';
import type { CataloguePrice } from '../../core/prices/price.js';
import { newId } from '../../ids/ids.js';
import type { Catalogue } from '../../prices/catalogue.js';
import { parseInstant } from '../validation/instant.js';

/** What not every reservation asks for, and none could from the beginning. */
type Later = 'amount' | 'item' | 'usage' | 'onExpiry';

/**
 * A reservation as asked for: without the id that it gets, and without what is not asked for of that which reservations
 * could not have from the beginning, so that the fingerprint of a request stays what it was.
 */
export type ReserveAsked = Omit<
  Reserve,
  'origin' | 'treeId' | 'reservationId' | 'catalogue' | 'tokenHash' | Later
> &
  Partial<Pick<Reserve, Later>> & {
    /** With a settlement token; `secretHash` of a secret that the caller chose. */
    settlement?: { secretHash: string | null };
  };

export function reserveAsked(body: ReserveBody): ReserveAsked {
  const { budgetId, amount, item, usage } = body;
  const rest = {
    ttlSeconds: body.ttlSeconds ?? DEFAULT_TTL_SECONDS,
    vendor: body.vendor ?? null,
    category: body.category ?? null,
    runId: body.runId ?? null,
    taskId: body.taskId ?? null,
    reason: body.reason ?? null,
    context: body.context ?? null,
    metadata: body.metadata ?? null,
    overage: body.overage ?? ('available' as const),
    expectedVersion: body.expectedVersion ?? null,
  };
  // Most ask by amount. What is put together of several objects takes longer than all else that is done here.
  const isPlain = body.onExpiry !== 'commit' && !body.settleable;
  if (amount !== undefined && !item && usage === undefined && isPlain)
    return { type: 'reserve', budgetId, amount, ...rest };
  return {
    type: 'reserve',
    budgetId,
    ...(amount !== undefined && { amount }),
    ...(item && { item }),
    ...(usage !== undefined && { usage }),
    ...(body.onExpiry === 'commit' && { onExpiry: 'commit' }),
    ...(body.settleable && { settlement: { secretHash: body.settlementSecretHash ?? null } }),
    ...rest,
  };
}

/**
 * The command for a reservation, with what the catalogue says of its item; and the text of its token, if one was made. Field by
 * field: each spread would be one more object of as many fields, for every request.
 */
export function newReserve(
  asked: ReserveAsked,
  catalogue: Catalogue,
): { command: Omit<Reserve, 'origin' | 'treeId'>; token: string | null } {
  const { settlement } = asked;
  const reservationId = newId('reservation');
  const token = settlement && settlement.secretHash === null ? newTokenText(reservationId) : null;
  const command = {
    type: asked.type,
    budgetId: asked.budgetId,
    reservationId,
    amount: asked.amount ?? null,
    item: asked.item ?? null,
    usage: asked.usage ?? null,
    ttlSeconds: asked.ttlSeconds,
    vendor: asked.vendor,
    category: asked.category,
    runId: asked.runId,
    taskId: asked.taskId,
    reason: asked.reason,
    context: asked.context,
    metadata: asked.metadata,
    overage: asked.overage,
    onExpiry: asked.onExpiry ?? 'release',
    tokenHash: token === null ? (settlement?.secretHash ?? null) : hashOf(token).toString('hex'),
    expectedVersion: asked.expectedVersion,
    catalogue: priceInCatalogue(catalogue, asked),
  };
  return { command, token };
}

/** What the catalogue says of an item whose usage is to be rated; null where it is not asked, or does not know. */
export const priceInCatalogue = (
  catalogue: Catalogue,
  { usage, vendor, item }: Partial<Pick<Reserve, 'usage' | 'vendor' | 'item'>>,
  at: number | null = null,
): CataloguePrice | null =>
  usage && vendor && item ? catalogue.find(vendor, item, new Date(at ?? Date.now())) : null;

/** A charge as asked for: without the id that it gets. */
export type ChargeAsked = Omit<
  RecordCharge,
  'origin' | 'treeId' | 'reservationId' | 'catalogue' | 'outcome'
> &
  Partial<Pick<RecordCharge, 'outcome'>>;

export const chargeAsked = (budgetId: string, body: ChargeBody): ChargeAsked => ({
  type: 'charge',
  budgetId,
  amount: body.amount ?? null,
  vendor: body.vendor,
  category: body.category ?? null,
  item: body.item ?? null,
  usage: body.usage ?? null,
  runId: body.runId ?? null,
  taskId: body.taskId ?? null,
  externalId: body.externalId ?? null,
  ...(body.outcome && { outcome: callOutcomeAsked(body.outcome) }),
  occurredAt: body.occurredAt ? parseInstant(body.occurredAt)!.getTime() : null,
  reason: body.reason ?? null,
  metadata: body.metadata ?? null,
  overage: body.overage ?? 'overdraft',
  expectedVersion: body.expectedVersion ?? null,
});

/** The command for a charge, with what the catalogue said of its item when it happened. */
export const newCharge = (
  asked: ChargeAsked,
  catalogue: Catalogue,
): Omit<RecordCharge, 'origin' | 'treeId'> => ({
  outcome: null,
  ...asked,
  reservationId: newId('reservation'),
  catalogue: asked.amount === null ? priceInCatalogue(catalogue, asked, asked.occurredAt) : null,
});

/** A settlement as asked for: where its reservation lies is found by the ledger. */
type Asked<C> = Omit<C, 'origin' | 'treeId' | 'budgetId'>;

/** What commits could not say from the beginning: see {@link ReserveAsked}. */
type Reported = 'amount' | 'total' | 'usage' | 'totalUsage' | 'outcome' | keyof Evidence;

export type CommitAsked = Omit<Asked<Commit>, Reported> & Partial<Pick<Commit, Reported>>;

export const commitAsked = (reservationId: string, body: CommitBody): CommitAsked => ({
  type: 'commit',
  reservationId,
  ...(body.amount !== undefined && { amount: body.amount }),
  ...(body.total !== undefined && { total: body.total }),
  ...(body.usage !== undefined && { usage: body.usage }),
  ...(body.totalUsage !== undefined && { totalUsage: body.totalUsage }),
  ...evidenceOf(body),
  ...(body.outcome && { outcome: callOutcomeAsked(body.outcome) }),
  final: body.final ?? true,
  overage: body.overage ?? null,
  ...settling(body),
});

/** The command for a commit: see {@link newReserve}. */
export const newCommit = (asked: CommitAsked): Asked<Commit> => ({
  type: asked.type,
  reservationId: asked.reservationId,
  amount: asked.amount ?? null,
  total: asked.total ?? null,
  usage: asked.usage ?? null,
  totalUsage: asked.totalUsage ?? null,
  externalId: asked.externalId ?? null,
  outcome: asked.outcome ?? null,
  metadata: asked.metadata ?? null,
  final: asked.final,
  overage: asked.overage,
  reason: asked.reason,
  expectedVersion: asked.expectedVersion,
});

export const releaseAsked = (reservationId: string, body: ReleaseBody): Asked<Release> => ({
  type: 'release',
  reservationId,
  ...settling(body),
});

export const extendAsked = (reservationId: string, body: ExtendBody): Asked<Extend> => ({
  type: 'extend',
  reservationId,
  ttlSeconds: body.ttlSeconds,
  ...settling(body),
});

/** What refunds could not say from the beginning. */
type Returned = 'usage' | keyof Evidence;

export type RefundAsked = Omit<Asked<Refund>, Returned> & Partial<Pick<Refund, Returned>>;

export const refundAsked = (reservationId: string, body: RefundBody): RefundAsked => ({
  type: 'refund',
  reservationId,
  amount: body.amount,
  ...(body.usage !== undefined && { usage: body.usage }),
  ...evidenceOf(body),
  ...settling(body),
});

/** The command for a refund. */
export const newRefund = (asked: RefundAsked): Asked<Refund> => ({
  usage: null,
  externalId: null,
  metadata: null,
  ...asked,
});

/** What a settlement says of itself, as far as it does. */
const evidenceOf = ({ externalId, metadata }: Partial<Evidence>): Partial<Evidence> => ({
  ...(externalId && { externalId }),
  ...(metadata && { metadata }),
});

export const settleClaimAsked = (reservationId: string, body: SettleClaimBody): Asked<SettleClaim> => ({
  type: 'claim_settle',
  reservationId,
  amount: body.amount ?? null,
  ...settling(body),
});

export const dismissClaimAsked = (reservationId: string, body: DismissClaimBody): Asked<DismissClaim> => ({
  type: 'claim_dismiss',
  reservationId,
  ...settling(body),
});

/** What all that is done to a reservation has in common. */
const settling = ({ reason = null, expectedVersion = null }: ReleaseBody) => ({
  reason,
  expectedVersion,
});

/** What is settled by whoever reserved, or may record what it cost: not what is asked of people and answered, nor what the service does itself. */
type SettlementType = Exclude<
  OnReservation['type'],
  'approve' | 'reject' | 'expire' | 'token_revoke' | `dispute_${string}`
>;

/**
 * What each settlement takes as its body, and the command that this asks for. A batch takes all of them, in the order in
 * which it names them.
 */
export const SETTLEMENTS = {
  commit: { body: CommitBody, asked: commitAsked },
  release: { body: ReleaseBody, asked: releaseAsked },
  extend: { body: ExtendBody, asked: extendAsked },
  refund: { body: RefundBody, asked: refundAsked },
  claim_settle: { body: SettleClaimBody, asked: settleClaimAsked },
  claim_dismiss: { body: DismissClaimBody, asked: dismissClaimAsked },
} satisfies {
  [T in SettlementType]: {
    body: new () => object;
    asked: (
      reservationId: string,
      body: never,
    ) => T extends 'commit' ? CommitAsked : T extends 'refund' ? RefundAsked : Asked<CommandOf<T>>;
  };
};

/** What any of them asks for. */
export type SettlementAsked = ReturnType<(typeof SETTLEMENTS)[SettlementType]['asked']>;

/** The command for any of them. */
export function settlementOf(asked: SettlementAsked) {
  if (asked.type === 'commit') return newCommit(asked);
  return asked.type === 'refund' ? newRefund(asked) : asked;
}
