import type { JsonObject } from '../../core/canonical.js';
import type { WriteClient } from '../../database/connections.js';
import { isId, newId, uuidOf } from '../../ids/ids.js';
import type { ResilientClient } from '../../database/resilient-client.js';
import { answeredOnce, isWithinReach, type RequestOutcome, type Request } from '../answered-once.js';
import type { Feed } from '../feed.js';
import { forgetSecrets, type Answered } from '../sql/requests.js';
import { reached } from '../../database/reached.js';
import { FIRST_UUID } from '../sql/read-entries.js';
import { PING } from './channels/channel.js';
import type { PeopleKind, WebhookKind } from './kinds.js';
import { newSecret } from './signature.js';
import * as change from './sql/change.js';
import { deleteForgottenWebhooks } from './sql/hold.js';

import { deliveryView, webhookView } from './webhook-view.js';

/** The webhooks that one tree can have; there can be as many again of all trees. */
export const MAX_WEBHOOKS = 100;

/** Pings, and events to be delivered again, that one webhook can have waiting. */
const MAX_PINGS = 10;
const MAX_AGAIN = 100;

/** Where a webhook of all trees belongs. */
const EVERYWHERE = { treeId: FIRST_UUID, budgetId: null };

export interface NewWebhook {
  /** Null for all trees. */
  budgetId: string | null;
  kind: WebhookKind;
  /** Of one of kind `http`. */
  url: string | null;
  /** Of the other kinds. */
  part: KindPart | null;
  /** Seconds before an approval is sent that people have not decided on; null for at once. */
  escalateAfter: number | null;
  types: string[];
  description: string | null;
}

/** What is set of a kind, and what of it nobody sees again. */
export interface KindPart {
  kind: PeopleKind;
  settings: JsonObject;
  credentials: JsonObject;
}

/** What is absent stays as it is. */
export interface WebhookChanges {
  url?: string;
  part?: KindPart;
  /** 0 for at once. */
  escalateAfter?: number;
  types?: string[];
  description?: string | null;
  state?: 'active' | 'paused';
}

/** Too many webhooks, too much that is yet to be delivered, or what a webhook of this kind does not have. */
type NotDone = 'not_found' | 'too_many' | 'too_many_pending' | 'other_kind';
type Work = { subjectId: string; answer: JsonObject } | NotDone;

/** What became of a request: the webhook or delivery as it is now, with what was answered first; or why there is none. */
export type WebhookOutcome = RequestOutcome<NotDone>;

/** Changes webhooks. Each request is one transaction with the answer to its key. */
export class Webhooks {
  constructor(
    private readonly link: ResilientClient,
    private readonly feed: Feed,
    private readonly overlapSeconds: number,
    private readonly onChange: () => void,
  ) {}

  /** The answer has the secret of one of kind `http`, which is shown here and nowhere else. */
  async create(request: Request, asked: NewWebhook): Promise<WebhookOutcome> {
    const scope = asked.budgetId === null ? EVERYWHERE : await reached(this.feed.scopeOf(asked.budgetId));
    if (!scope) return { status: 'not_found' };
    return await this.once(request, async (tx) => {
      if (!(await isWithinReach(tx, request.principal, scope.budgetId))) return 'not_found';
      if ((await change.countWebhooks(tx, scope.treeId)) >= MAX_WEBHOOKS) return 'too_many';
      const id = uuidOf(newId('webhook'));
      const { part, ...plain } = asked;
      const secret = asked.kind === 'http' ? newSecret() : null;
      const facts = await change.insertWebhook(tx, {
        ...plain,
        tree_id: scope.treeId,
        id,
        budgetId: scope.budgetId,
        settings: part?.settings ?? {},
        credentials: part?.credentials ?? {},
        secret,
        createdBy: request.principal.id,
      });
      return { subjectId: id, answer: { ...webhookView(facts), ...(secret !== null && { secret }) } };
    });
  }

  async update(request: Request, webhookId: string, changes: WebhookChanges): Promise<WebhookOutcome> {
    return await this.onWebhook(request, webhookId, async (tx, key) => {
      const { url = null, part, escalateAfter = null, types = null, state = null } = changes;
      if ((url !== null && key.kind !== 'http') || (part && part.kind !== key.kind)) return 'other_kind';
      const description = changes.description === undefined ? null : (changes.description ?? '');
      const { settings = null, credentials = null } = part ?? {};
      const update = { url, settings, credentials, escalateAfter, types, description, state };
      return webhookView(await change.updateWebhook(tx, key, update));
    });
  }

  async remove(request: Request, webhookId: string): Promise<WebhookOutcome> {
    return await this.onWebhook(request, webhookId, async (tx, key) => {
      await forgetSecrets(tx, key.id);
      const facts = await change.deleteWebhook(tx, key);
      // Where there are few deliveries all is done at once.
      await deleteForgottenWebhooks(tx);
      return deleted(webhookView(facts));
    });
  }

  /** From now on the new secret signs; the one before signs, too, until its overlap is over. */
  async rotate(request: Request, webhookId: string): Promise<WebhookOutcome> {
    return await this.onWebhook(request, webhookId, async (tx, key) => {
      if (key.kind !== 'http') return 'other_kind';
      await forgetSecrets(tx, key.id);
      const secret = newSecret();
      const facts = await change.rotateSecret(tx, key, secret, this.overlapSeconds);
      return { ...webhookView(facts), secret };
    });
  }

  /** Sends an event that says nothing, once. */
  async test(request: Request, webhookId: string): Promise<WebhookOutcome> {
    return await this.onWebhook(request, webhookId, async (tx, key) => {
      if ((await change.countExtra(tx, key, true)) >= MAX_PINGS) return 'too_many_pending';
      const id = newId('delivery');
      const eventId = `evt_${id.slice(id.indexOf('_') + 1)}`;
      return deliveryView(await change.insertPing(tx, key, { id: uuidOf(id), eventId, type: PING }));
    });
  }

  async redeliver(request: Request, webhookId: string, deliveryId: string): Promise<WebhookOutcome> {
    return await this.onWebhook(request, webhookId, async (tx, key) => {
      if ((await change.countExtra(tx, key, false)) >= MAX_AGAIN) return 'too_many_pending';
      const facts = await change.deliverAgain(tx, key, uuidOf(deliveryId));
      return facts && deliveryView(facts);
    });
  }

  /** Gives up an event that is pending: the next of its budget goes. */
  async park(request: Request, webhookId: string, deliveryId: string): Promise<WebhookOutcome> {
    return await this.onWebhook(request, webhookId, async (tx, key) => {
      const facts = await change.parkDelivery(tx, key, uuidOf(deliveryId));
      return facts && deliveryView(facts);
    });
  }

  private async onWebhook(
    request: Request,
    id: string,
    work: (tx: WriteClient, key: change.LockedWebhook) => Promise<JsonObject | NotDone | null>,
  ): Promise<WebhookOutcome> {
    return await this.once(request, async (tx) => {
      const webhook = await change.lockWebhook(tx, uuidOf(id));
      if (!webhook || !(await isWithinReach(tx, request.principal, webhook.budget_id))) return 'not_found';
      const answer = await work(tx, webhook);
      if (typeof answer === 'string') return answer;
      return answer ? { subjectId: webhook.id, answer } : 'not_found';
    });
  }

  private async once(request: Request, work: (tx: WriteClient) => Promise<Work>): Promise<WebhookOutcome> {
    const outcome = await answeredOnce(this.link, request, work, presentOf);
    if (outcome.status === 'done' && !outcome.first) this.onChange();
    return outcome;
  }
}

/** What an answer is about as it is now; null for a delivery that is not kept any more. */
async function presentOf(
  tx: WriteClient,
  { subjectId: webhookId, answer }: Answered,
): Promise<JsonObject | null> {
  const id = answer.id as string;
  if (isId('delivery', id)) {
    const facts = await change.findDelivery(tx, webhookId, uuidOf(id));
    return facts && deliveryView(facts);
  }
  const facts = await change.findWebhook(tx, webhookId);
  const { secret, ...view } = answer;
  return facts ? { ...webhookView(facts), ...(secret !== undefined && { secret }) } : deleted(view);
}

const deleted = (view: JsonObject): JsonObject => ({ ...view, state: 'deleted', pauseReason: null });
