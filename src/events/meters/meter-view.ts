import { timeText } from '../../core/entries.js';
import { idOf } from '../../ids/ids.js';
import type { CustomerSource, StripeMeter } from './meters.js';

/** What meters can be made; those that are `deleted` are so in answers to writes alone. */
export const METER_STATES = ['active', 'paused'] as const;
export const METER_PAUSE_REASONS = ['asked', 'failing', 'restored'] as const;
export const METER_EVENT_STATES = ['pending', 'delivered', 'parked', 'left_out'] as const;
export const METER_EVENT_REASONS = [
  'refused',
  'late',
  'uncertain',
  'too_old',
  'not_whole',
  'no_customer',
  'refund',
  'skipped',
] as const;

/** A meter as it is shown: what was left out is null. */
export type MeterView = {
  eventName: string;
  measure: StripeMeter['measure'];
  units: string[] | null;
  vendors: string[] | null;
  items: string[] | null;
  scale: number;
};

/** The meters of a tree as readers see them: without the key. */
export type MetersView = {
  /** The root. */
  budgetId: string;
  /** Of the key. */
  mode: 'live' | 'test';
  customerLabel: string;
  customerFrom: CustomerSource;
  meters: MeterView[];
  state: (typeof METER_STATES)[number] | 'deleted';
  pauseReason: (typeof METER_PAUSE_REASONS)[number] | null;
  createdBy: string;
  createdAt: string;
  changedAt: string;
};

/** What is needed of a row for its view. */
export interface MetersFacts {
  tree_id: string;
  mode: string;
  customer_label: string;
  customer_from: CustomerSource;
  meters: MeterView[];
  state: string;
  pause_reason: string | null;
  created_by: string;
  created_at: number;
  changed_at: number;
}

export const metersView = (row: MetersFacts): MetersView => ({
  budgetId: idOf('budget', row.tree_id),
  mode: row.mode as MetersView['mode'],
  customerLabel: row.customer_label,
  customerFrom: row.customer_from,
  meters: row.meters.map(({ eventName, measure, units, vendors, items, scale }) => ({
    eventName,
    measure,
    units,
    vendors,
    items,
    scale,
  })),
  state: row.state as MetersView['state'],
  pauseReason: row.pause_reason as MetersView['pauseReason'],
  createdBy: row.created_by,
  createdAt: timeText(row.created_at),
  changedAt: timeText(row.changed_at),
});

/** How far the meters of a tree have come. */
export type MetersStatus = {
  /** How long ago the oldest usage was recorded that Stripe has not got yet; 0 where there is none. */
  behindSeconds: number;
  /** Events that are tried; 10,000 means at least that. */
  pending: number;
  /** Events that were given up; likewise. */
  parked: number;
  /** Since the meters were set. */
  delivered: number;
  leftOut: number;
  deliveredAt: string | null;
  lastError: string | null;
  lastErrorAt: string | null;
};

export interface StatusFacts {
  behind: number;
  pending: number;
  parked: number;
  delivered: bigint;
  left_out: bigint;
  delivered_at: number | null;
  last_error: string | null;
  last_error_at: number | null;
}

const timeOrNull = (at: number | null): string | null => (at === null ? null : timeText(at));

export const metersStatus = (row: StatusFacts): MetersStatus => ({
  behindSeconds: Math.round(row.behind * 1000) / 1000,
  pending: row.pending,
  parked: row.parked,
  delivered: Number(row.delivered),
  leftOut: Number(row.left_out),
  deliveredAt: timeOrNull(row.delivered_at),
  lastError: row.last_error,
  lastErrorAt: timeOrNull(row.last_error_at),
});

/** One meter event. */
export type MeterEventView = {
  id: string;
  /** Of the entry that it is made of. */
  budgetId: string;
  version: number;
  at: string;
  eventName: string;
  identifier: string;
  customer: string | null;
  value: string;
  state: (typeof METER_EVENT_STATES)[number];
  reason: (typeof METER_EVENT_REASONS)[number] | null;
  attempts: number;
  nextAttemptAt: string | null;
  /** Since when Stripe may have it, where it is not known whether it has. */
  maybeSentAt: string | null;
  lastAttemptAt: string | null;
  lastStatus: number | null;
  lastError: string | null;
  createdAt: string;
  settledAt: string | null;
};

export interface MeterEventFacts {
  id: string;
  budget_id: string;
  version: bigint;
  at: number;
  event_name: string;
  identifier: string;
  customer: string | null;
  value: string;
  state: string;
  reason: string | null;
  attempts: number;
  due_at: number;
  maybe_sent_at: number | null;
  last_attempt_at: number | null;
  last_status: number | null;
  last_error: string | null;
  created_at: number;
  settled_at: number | null;
}

export const meterEventView = (row: MeterEventFacts): MeterEventView => ({
  id: idOf('meterEvent', row.id),
  budgetId: idOf('budget', row.budget_id),
  version: Number(row.version),
  at: timeText(row.at),
  eventName: row.event_name,
  identifier: row.identifier,
  customer: row.customer,
  value: row.value,
  state: row.state as MeterEventView['state'],
  reason: row.reason as MeterEventView['reason'],
  attempts: row.attempts,
  nextAttemptAt: row.state === 'pending' ? timeText(row.due_at) : null,
  maybeSentAt: row.state === 'delivered' ? null : timeOrNull(row.maybe_sent_at),
  lastAttemptAt: timeOrNull(row.last_attempt_at),
  lastStatus: row.last_status,
  lastError: row.last_error,
  createdAt: timeText(row.created_at),
  settledAt: timeOrNull(row.settled_at),
});
