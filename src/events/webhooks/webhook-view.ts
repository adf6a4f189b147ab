import { timeText } from '../../core/entries.js';
import { idOf } from '../../ids/ids.js';
import type { JsonObject } from '../../core/canonical.js';
import type { KindSettings, PeopleKind, WebhookKind } from './kinds.js';

/** What a webhook can be made; one that is `deleted` is so in answers to writes alone. */
export const WEBHOOK_STATES = ['active', 'paused'] as const;
export const PAUSE_REASONS = ['asked', 'failing'] as const;
export const DELIVERY_STATES = ['pending', 'delivered', 'parked', 'left_out'] as const;

/** A subscription as readers see it: without its secrets. */
export type WebhookView = {
  id: string;
  /** Null, both, where it receives events of all trees. */
  treeId: string | null;
  budgetId: string | null;
  kind: WebhookKind;
  /** Of one of kind `http`. */
  url: string | null;
  /** What its kind is set to; null, all, for those of another. */
  slack: KindSettings['slack'] | null;
  teams: KindSettings['teams'] | null;
  email: KindSettings['email'] | null;
  pagerDuty: KindSettings['pager_duty'] | null;
  /** For how long people may take their time before it hears of an approval; null where it does at once. */
  escalateAfterSeconds: number | null;
  types: string[];
  description: string | null;
  state: (typeof WEBHOOK_STATES)[number] | 'deleted';
  /** Why it is paused: somebody asked for it, or its receiver was away for as long as deliveries are tried. */
  pauseReason: (typeof PAUSE_REASONS)[number] | null;
  /** Until when the secret before the present one signs, too. */
  previousSecretUntil: string | null;
  createdBy: string;
  createdAt: string;
  changedAt: string;
};

/** What is needed of a row for its view; UUIDs, and times in milliseconds since the epoch. */
export interface WebhookFacts {
  tree_id: string;
  id: string;
  budget_id: string | null;
  kind: string;
  url: string | null;
  settings: JsonObject;
  escalate_after: number | null;
  types: string[];
  description: string | null;
  state: string;
  pause_reason: string | null;
  previous_secret_until: number | null;
  created_by: string;
  created_at: number;
  changed_at: number;
}

const budgetOf = ({ budget_id: uuid }: { budget_id: string | null }): string | null =>
  uuid === null ? null : idOf('budget', uuid);

function settingsOf<K extends PeopleKind>({ kind, settings }: WebhookFacts, of: K): KindSettings[K] | null {
  return kind === of ? (settings as KindSettings[K]) : null;
}

export const webhookView = (row: WebhookFacts): WebhookView => ({
  id: idOf('webhook', row.id),
  treeId: row.budget_id === null ? null : idOf('budget', row.tree_id),
  budgetId: budgetOf(row),
  kind: row.kind as WebhookKind,
  url: row.url,
  slack: settingsOf(row, 'slack'),
  teams: settingsOf(row, 'teams'),
  email: settingsOf(row, 'email'),
  pagerDuty: settingsOf(row, 'pager_duty'),
  escalateAfterSeconds: row.escalate_after,
  types: row.types,
  description: row.description,
  state: row.state as WebhookView['state'],
  pauseReason: row.pause_reason as WebhookView['pauseReason'],
  previousSecretUntil: row.previous_secret_until === null ? null : timeText(row.previous_secret_until),
  createdBy: row.created_by,
  createdAt: timeText(row.created_at),
  changedAt: timeText(row.changed_at),
});

/** One event on its way to one webhook. */
export type DeliveryView = {
  id: string;
  webhookId: string;
  eventId: string;
  eventType: string;
  /** Null for a ping to a webhook of all trees. */
  budgetId: string | null;
  /** Of the entry that the event comes from; null for a ping. */
  version: number | null;
  state: (typeof DELIVERY_STATES)[number];
  attempts: number;
  /** When it is tried next; null unless it is pending. */
  nextAttemptAt: string | null;
  lastAttemptAt: string | null;
  /** The status of the last answer; null where there was none. */
  lastStatus: number | null;
  lastError: string | null;
  createdAt: string;
  settledAt: string | null;
};

export interface DeliveryFacts {
  id: string;
  webhook_id: string;
  event_id: string;
  event_type: string;
  budget_id: string | null;
  version: bigint | null;
  state: string;
  attempts: number;
  due_at: number;
  last_attempt_at: number | null;
  last_status: number | null;
  last_error: string | null;
  created_at: number;
  settled_at: number | null;
}

const timeOrNull = (at: number | null): string | null => (at === null ? null : timeText(at));

export const deliveryView = (row: DeliveryFacts): DeliveryView => ({
  id: idOf('delivery', row.id),
  webhookId: idOf('webhook', row.webhook_id),
  eventId: row.event_id,
  eventType: row.event_type,
  budgetId: budgetOf(row),
  version: row.version === null ? null : Number(row.version),
  state: row.state as DeliveryView['state'],
  attempts: row.attempts,
  nextAttemptAt: row.state === 'pending' ? timeText(row.due_at) : null,
  lastAttemptAt: timeOrNull(row.last_attempt_at),
  lastStatus: row.last_status,
  lastError: row.last_error,
  createdAt: timeText(row.created_at),
  settledAt: timeOrNull(row.settled_at),
});
