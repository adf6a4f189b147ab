import type { ApprovalRule } from '../../core/approvals.js';
import type { EnvelopeInput } from '../../core/commands.js';
import { newId } from '../../ids.js';
import { approvalRuleAsked } from '../approvals/approval.dto.js';
import type { EnvelopeBody } from './envelope.dto.js';

/**
 * A new envelope as asked for: without the id that it gets, and without an approval that is not asked for, so that the
 * fingerprint of a request stays the one it had before there were approvals.
 */
export type EnvelopeAsked = Omit<EnvelopeInput, 'id' | 'approve'> & { approve?: ApprovalRule };

export const envelopeAsked = (body: EnvelopeBody): EnvelopeAsked => ({
  name: body.name ?? null,
  window: body.window,
  timezone: body.timezone ?? null,
  metric: body.metric ?? 'amount',
  limit: body.limit,
  matchVendors: body.match?.vendors ?? null,
  matchCategories: body.match?.categories ?? null,
  per: body.per ?? null,
  scope: body.scope ?? 'subtree',
  onExceed: body.onExceed ?? 'deny',
  ...(body.approve && { approve: approvalRuleAsked(body.approve) }),
});

export const withId = (asked: EnvelopeAsked): EnvelopeInput => ({
  id: newId('envelope'),
  approve: null,
  ...asked,
});
