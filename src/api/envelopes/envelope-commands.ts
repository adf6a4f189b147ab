import type { ApprovalRule } from '../../core/approvals.js';
import type { Past, Relative } from '../../core/baselines.js';
import type { EnvelopeInput } from '../../core/commands.js';
import { newId } from '../../ids.js';
import { approvalRuleAsked } from '../approvals/approval.dto.js';
import { relativeAsked } from '../baselines/relative.dto.js';
import type { EnvelopeBody } from './envelope.dto.js';

/**
 * A new envelope as asked for: without the id that it gets, and without what is not asked for of that which envelopes
 * could not have from the beginning, so that the fingerprint of a request stays what it was.
 */
export type EnvelopeAsked = Omit<EnvelopeInput, 'id' | 'approve' | 'relative' | 'past'> & {
  approve?: ApprovalRule;
  relative?: Relative;
};

export const envelopeAsked = (body: EnvelopeBody): EnvelopeAsked => ({
  name: body.name ?? null,
  window: body.window,
  timezone: body.timezone ?? null,
  metric: body.metric ?? 'amount',
  limit: body.limit ?? null,
  matchVendors: body.match?.vendors ?? null,
  matchCategories: body.match?.categories ?? null,
  per: body.per ?? null,
  scope: body.scope ?? 'subtree',
  onExceed: body.onExceed ?? 'deny',
  ...(body.approve && { approve: approvalRuleAsked(body.approve) }),
  ...(body.relative && { relative: relativeAsked(body.relative) }),
});

/** `past` is that of a budget which has one. */
export const newEnvelope = (asked: EnvelopeAsked, past: Past | null): EnvelopeInput => ({
  id: newId('envelope'),
  approve: null,
  relative: null,
  past,
  ...asked,
});

/** Of a budget that begins. */
export const firstEnvelope = (asked: EnvelopeAsked): EnvelopeInput => newEnvelope(asked, null);
