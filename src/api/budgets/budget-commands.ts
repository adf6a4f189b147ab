import type { CreateRoot, Delegate, Update } from '../../core/commands/budgets.js';
import type { Close } from '../../core/commands/closing.js';
import { DEFAULT_SCALE } from '../../core/money.js';
import { newId } from '../../ids/ids.js';
import { keyAsked, newKeyCommand } from '../keys/key-commands.js';
import { envelopeAsked, firstEnvelope } from '../envelopes/envelope-commands.js';
import type { CloseBody, CreateBudgetBody, DelegateBody, UpdateBudgetBody } from './budget-requests.dto.js';

/** A root as asked for: without the ids that it and its envelopes get. */
export const rootAsked = (body: CreateBudgetBody) => ({
  type: 'create' as const,
  name: body.name,
  currency: body.currency,
  scale: body.scale ?? DEFAULT_SCALE,
  timezone: body.timezone ?? 'UTC',
  allocation: body.allocation,
  envelopes: (body.envelopes ?? []).map(envelopeAsked),
  policy: body.policy ?? null,
  metadata: body.metadata ?? null,
  // Absent where there are none, so that the fingerprint of a request stays what it was.
  ...(body.dimensions && { dimensions: body.dimensions }),
});

export function createRootCommand(asked: ReturnType<typeof rootAsked>): Omit<CreateRoot, 'origin'> {
  const id = newId('budget');
  const { dimensions = null } = asked;
  return { ...asked, dimensions, treeId: id, budgetId: id, envelopes: asked.envelopes.map(firstEnvelope) };
}

/** A child as asked for. */
export const childAsked = (budgetId: string, body: DelegateBody) => ({
  type: 'delegate' as const,
  budgetId,
  // Absent where there is none, so that the fingerprint of a request stays what it was.
  ...(body.ref && { ref: body.ref }),
  name: body.name,
  guarantee: body.guarantee,
  ceiling: body.ceiling ?? null,
  envelopes: (body.envelopes ?? []).map(envelopeAsked),
  policy: body.policy ?? null,
  metadata: body.metadata ?? null,
  key: body.key ? keyAsked('agent', body.key) : null,
  expectedVersion: body.expectedVersion ?? null,
});

/** The command, and the text of the key that comes with the child, if one does. */
export function delegateCommand(asked: ReturnType<typeof childAsked>): {
  command: Omit<Delegate, 'origin' | 'treeId'>;
  secret: string | null;
} {
  const key = asked.key && newKeyCommand(asked.key);
  const envelopes = asked.envelopes.map(firstEnvelope);
  const ref = asked.ref ?? null;
  const command = { ...asked, ref, childId: newId('budget'), envelopes, key: key?.input ?? null };
  return { command, secret: key?.text ?? null };
}

/** Absent fields stay absent: they mean something else than null. */
export const updateCommand = (
  budgetId: string,
  ifRevision: number,
  { reason, ...changes }: UpdateBudgetBody,
): Omit<Update, 'origin' | 'treeId'> => ({
  type: 'update',
  budgetId,
  ifRevision,
  ...changes,
  reason: reason ?? null,
});

export const closeCommand = (
  budgetId: string,
  ifRevision: number | null,
  body: CloseBody,
): Omit<Close, 'origin' | 'treeId'> => ({
  type: 'close',
  budgetId,
  ifRevision,
  holds: body.holds ?? 'release',
  reason: body.reason ?? null,
});
