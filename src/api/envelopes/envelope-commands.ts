import type { EnvelopeInput } from '../../core/commands.js';
import { newId } from '../../ids.js';
import type { EnvelopeBody } from './envelope.dto.js';

/** A new envelope as asked for: without the id that it gets. */
export type EnvelopeAsked = Omit<EnvelopeInput, 'id'>;

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
});

export const withId = (asked: EnvelopeAsked): EnvelopeInput => ({ id: newId('envelope'), ...asked });
