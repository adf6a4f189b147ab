import type { JsonObject } from '../../core/canonical.js';
import type {
  Prisma,
  PrismaClient,
  Webhook as WebhookRow,
  WebhookDelivery as DeliveryRow,
} from '../../generated/prisma/client.js';
import { uuidOf } from '../../ids/ids.js';
import { decodeUuid, readPage, type Page } from '../../queries/page.js';
import { deliveryView, webhookView, type DeliveryView, type WebhookView } from './webhook-view.js';

interface PageAsked {
  limit: number;
  cursor?: string;
}

/** Of a webhook that was not deleted. */
const IS_THERE = { state: { not: 'deleting' } };

/** Webhooks as readers see them: the newest first. Lists throw a MalformedCursorError. */
export class WebhookQueries {
  constructor(private readonly prisma: PrismaClient) {}

  /** Those of one budget, with `subtree` of its descendants, too; or all. */
  async list({
    budgetId,
    subtree,
    limit,
    cursor,
  }: PageAsked & { budgetId?: string; subtree: boolean }): Promise<Page<WebhookView>> {
    const where: Prisma.WebhookWhereInput = { ...IS_THERE };
    if (budgetId !== undefined) {
      const id = uuidOf(budgetId);
      if (subtree) where.budget = { OR: [{ id }, { path: { has: id } }] };
      else where.budgetId = id;
    }
    const before = cursor === undefined ? undefined : decodeUuid('webhooks', cursor);
    return await readPage<WebhookRow, WebhookView>(limit, {
      kind: 'webhooks',
      read: (last, take) =>
        this.prisma.webhook.findMany({
          where: { ...where, id: { lt: last?.id ?? before } },
          orderBy: { id: 'desc' },
          take,
        }),
      position: (row) => row.id,
      views: (rows) => rows.map(viewOf),
    });
  }

  async get(id: string): Promise<WebhookView | null> {
    const row = await this.find(id);
    return row && viewOf(row);
  }

  /** Null if there is no such webhook. */
  async deliveries(
    webhookId: string,
    { state, limit, cursor }: PageAsked & { state?: DeliveryView['state'] },
  ): Promise<Page<DeliveryView> | null> {
    const before = cursor === undefined ? undefined : decodeUuid('deliveries', cursor);
    const webhook = await this.find(webhookId);
    if (!webhook) return null;
    const where: Prisma.WebhookDeliveryWhereInput = { treeId: webhook.treeId, webhookId: webhook.id };
    if (state !== undefined) where.state = state;
    return await readPage<DeliveryRow, DeliveryView>(limit, {
      kind: 'deliveries',
      read: (last, take) =>
        this.prisma.webhookDelivery.findMany({
          where: { ...where, id: { lt: last?.id ?? before } },
          orderBy: { id: 'desc' },
          take,
        }),
      position: (row) => row.id,
      views: (rows) => rows.map(viewOfDelivery),
    });
  }

  private async find(id: string): Promise<WebhookRow | null> {
    return await this.prisma.webhook.findUnique({ where: { id: uuidOf(id), ...IS_THERE } });
  }
}

const timeOf = (at: Date | null): number | null => at && at.getTime();

const viewOf = (row: WebhookRow): WebhookView =>
  webhookView({
    tree_id: row.treeId,
    id: row.id,
    budget_id: row.budgetId,
    kind: row.kind,
    url: row.url,
    settings: row.settings as JsonObject,
    escalate_after: row.escalateAfter,
    types: row.types,
    description: row.description,
    state: row.state,
    pause_reason: row.pauseReason,
    previous_secret_until: timeOf(row.previousSecretUntil),
    created_by: row.createdBy,
    created_at: row.createdAt.getTime(),
    changed_at: row.changedAt.getTime(),
  });

const viewOfDelivery = (row: DeliveryRow): DeliveryView =>
  deliveryView({
    id: row.id,
    webhook_id: row.webhookId,
    event_id: row.eventId,
    event_type: row.eventType,
    budget_id: row.budgetId,
    version: row.version,
    state: row.state,
    attempts: row.attempts,
    due_at: row.dueAt.getTime(),
    last_attempt_at: timeOf(row.lastAttemptAt),
    last_status: row.lastStatus,
    last_error: row.lastError,
    created_at: row.createdAt.getTime(),
    settled_at: timeOf(row.settledAt),
  });
