import type { ApprovalRule } from '../../core/approvals.js';
import type { Relative } from '../../core/baselines.js';
import type { EnvelopeInput } from '../../core/commands/inputs.js';
import type { Match } from '../../core/matches/match.js';
import { newId } from '../../ids/ids.js';
import { approvalRuleAsked } from '../approvals/approval.dto.js';
import { relativeAsked } from '../baselines/relative.dto.js';
import type { EnvelopeBody, MatchBody } from './envelope.dto.js';

/**
 * A new envelope as asked for: without the id that it gets, and without what is not asked for of that which envelopes
 * could not have from the beginning, so that the fingerprint of a request stays what it was.
 */
export type EnvelopeAsked = Omit<EnvelopeInput, 'id' | keyof History | 'approve' | 'relative' | 'match'> &
  MatchAsked & {
    approve?: ApprovalRule;
    relative?: Relative;
  };

/** What it matches, in the same way. */
interface MatchAsked {
  matchVendors: string[] | null;
  matchCategories: string[] | null;
  matchItems?: string[];
  matchNewVendors?: true;
}

export const envelopeAsked = (body: EnvelopeBody): EnvelopeAsked => ({
  name: body.name ?? null,
  window: body.window,
  timezone: body.timezone ?? null,
  metric: body.metric ?? 'amount',
  limit: body.limit ?? null,
  ...matchAsked(body.match ?? {}),
  per: body.per ?? null,
  scope: body.scope ?? 'subtree',
  onExceed: body.onExceed ?? 'deny',
  ...(body.approve && { approve: approvalRuleAsked(body.approve) }),
  ...(body.relative && { relative: relativeAsked(body.relative) }),
});

const matchAsked = ({ vendors, categories, items, newVendors }: MatchBody): MatchAsked => ({
  matchVendors: vendors ?? null,
  matchCategories: categories ?? null,
  ...(items && { matchItems: items }),
  ...(newVendors && { matchNewVendors: true }),
});

/** Which reservations an envelope counts that is asked for. */
export const matchOf = (asked: MatchAsked): Match => ({
  vendors: asked.matchVendors,
  categories: asked.matchCategories,
  items: asked.matchItems ?? null,
  newVendors: asked.matchNewVendors ?? false,
});

/** What a budget has behind it: what it used, and whom it paid. */
export type History = Pick<EnvelopeInput, 'past' | 'knownVendors' | 'knownUntil'>;

/** Whom a budget paid that has paid nobody, or is not asked. */
export const NO_VENDORS_KNOWN: Pick<History, 'knownVendors' | 'knownUntil'> = {
  knownVendors: [],
  knownUntil: null,
};

export function newEnvelope(asked: EnvelopeAsked, history: History): EnvelopeInput {
  const { matchVendors: _, matchCategories: __, matchItems: ___, matchNewVendors: ____, ...settings } = asked;
  return {
    id: newId('envelope'),
    approve: null,
    relative: null,
    match: matchOf(asked),
    ...history,
    ...settings,
  };
}

/** Of a budget that begins. */
export const firstEnvelope = (asked: EnvelopeAsked): EnvelopeInput =>
  newEnvelope(asked, { past: null, ...NO_VENDORS_KNOWN });
