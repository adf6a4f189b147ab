import { Injectable } from '@nestjs/common';
import { Access } from '../../access/access.js';
import type { Principal } from '../../access/principal.js';
import { may, reaches } from '../../core/keys.js';
import type { Outcome } from '../../core/outcomes.js';
import { denialText } from '../../core/violation-text.js';
import { Events } from '../../events/events.js';
import { shown } from '../../events/webhooks/notices/shown.js';
import type { SlackClick } from '../../events/webhooks/slack-buttons.js';
import type { SlackProof } from '../../events/webhooks/slack-signature.js';
import { isId } from '../../ids/ids.js';
import { Ledger } from '../../ledger/ledger.js';
import { fingerprintsOf } from '../http/fingerprint.js';
import { requestKeyFor } from '../http/origin.js';

/** As much of what somebody writes beside a button as is kept. */
const MAX_REASON = 1_000;

/** What somebody wants who clicks. */
interface Wish {
  verb: 'approve' | 'reject';
  reservationId: string;
  fingerprint: string | null;
  reason: string | null;
  /** As Slack names them. */
  userId: string;
  responseUrl: string;
}

/** Has what people click in Slack decided as if they had called the API, with what their keys may do at that moment. */
@Injectable()
export class SlackClicks {
  constructor(
    private readonly events: Events,
    private readonly access: Access,
    private readonly ledger: Ledger,
  ) {}

  /** A click that Slack has signed for this webhook, and that was not taken before; null for all else. */
  async take(webhookId: string, body: Buffer, proof: SlackProof): Promise<SlackClick | null> {
    return await this.events.slackButtons.take(webhookId, body, proof);
  }

  /** Decides, and shows in Slack what came of it. */
  async answer(click: SlackClick, requestId: string): Promise<void> {
    const wish = wishIn(click.body);
    // The link is a button as well, which wants nothing.
    if (!wish) return;
    const { slackButtons } = this.events;
    const outcome = await this.decided(click, wish, requestId);
    if (typeof outcome === 'string') return await slackButtons.whisper(click, wish.responseUrl, outcome);
    if (outcome.status === 'accepted') return await slackButtons.replace(click, wish.responseUrl, outcome);
    await slackButtons.whisper(click, wish.responseUrl, refusalText(outcome));
  }

  /** What is in the way before anything is decided is a sentence. */
  private async decided(click: SlackClick, wish: Wish, requestId: string): Promise<Outcome | string> {
    const { reservationId, userId, verb, fingerprint, reason } = wish;
    const holder = Object.hasOwn(click.people, userId) ? click.people[userId] : undefined;
    if (holder === undefined) return 'You are not one of the people who decide with these buttons.';
    const place = await this.ledger.find('reservation', reservationId);
    // A webhook is for its budget, whatever its people may do elsewhere.
    const isWithin =
      place && (click.budgetId === null || [place.budgetId, ...place.path].includes(click.budgetId));
    if (!isWithin) return 'There is no such reservation any more.';
    const keys = await this.access.keysOf(holder, place.treeId);
    const principal = widest(keys, place.budgetId, place.path);
    if (!principal) return `${holder} has no key that may approve this.`;
    const asked =
      verb === 'approve'
        ? { type: verb, reservationId, fingerprint, reason, expectedVersion: null }
        : { type: verb, reservationId, reason: reason ?? 'Rejected in Slack.', expectedVersion: null };
    const key = `slack-${click.digest}`;
    const origin = {
      principal: principal.id,
      keyId: principal.keyId,
      issuedBy: principal.issuedBy,
      authority: principal,
      requestId,
      idempotencyKey: key,
      requestKey: requestKeyFor({ principal }, key),
      ...fingerprintsOf(asked),
    };
    return await this.ledger.submit({ ...asked, origin });
  }
}

/** Of the keys of one holder that may approve here the one that reaches furthest up. */
function widest(keys: readonly Principal[], budgetId: string, path: readonly string[]): Principal | null {
  const way = [...path, budgetId];
  return (
    keys
      .filter((key) => may(key, 'approve') && reaches(key, budgetId, path))
      .sort((a, b) => way.indexOf(a.budgetId ?? '') - way.indexOf(b.budgetId ?? ''))[0] ?? null
  );
}

function refusalText(outcome: Outcome): string {
  if (outcome.status === 'denied') return denialText(outcome.denial, outcome.currency);
  return outcome.status === 'rejected' ? outcome.rejection.detail : '';
}

/** What Slack sends of a click, as far as it is looked at. */
interface ClickPayload {
  type?: unknown;
  user?: { id?: unknown };
  response_url?: unknown;
  actions?: { action_id?: unknown; value?: unknown }[];
  state?: { values?: { reason?: { reason?: { value?: unknown } } } };
}

/** Null for what is no decision. */
function wishIn(body: string): Wish | null {
  const payload = objectIn<ClickPayload>(new URLSearchParams(body).get('payload'));
  const action = payload?.actions?.[0];
  if (payload?.type !== 'block_actions' || !action) return null;
  const { action_id: verb, value } = action;
  if (verb !== 'approve' && verb !== 'reject') return null;
  const { reservationId, fingerprint = null } =
    objectIn<{ reservationId?: unknown; fingerprint?: unknown }>(value) ?? {};
  if (typeof reservationId !== 'string' || !isId('reservation', reservationId)) return null;
  const written = payload.state?.values?.reason?.reason?.value;
  const reason = shown(textIn(written), MAX_REASON);
  return {
    verb,
    reservationId,
    fingerprint: typeof fingerprint === 'string' ? fingerprint : null,
    reason: reason === '' ? null : reason,
    userId: textIn(payload.user?.id),
    responseUrl: textIn(payload.response_url),
  };
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

function objectIn<T extends object>(text: unknown): T | null {
  if (typeof text !== 'string') return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as T) : null;
  } catch {
    return null;
  }
}
