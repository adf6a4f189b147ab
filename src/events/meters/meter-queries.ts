import { Prisma, type MeterEvent as EventRow, type PrismaClient } from '../../generated/prisma/client.js';
import { uuidOf } from '../../ids/ids.js';
import { decodeUuid, readPage, type Page } from '../../queries/page.js';
import {
  meterEventView,
  metersStatus,
  metersView,
  type MeterEventView,
  type MetersFacts,
  type MetersStatus,
  type MetersView,
  type StatusFacts,
} from './meter-view.js';

/** Rows that are counted at most. */
const MOST_COUNTED = 10_000;

/** Meters and their events as readers see them. The list throws a MalformedCursorError. */
export class MeterQueries {
  constructor(private readonly prisma: PrismaClient) {}

  /** Whether a budget is a root; null if there is no such budget. */
  async isRoot(budgetId: string): Promise<boolean | null> {
    const budget = await this.prisma.budget.findFirst({
      where: { id: uuidOf(budgetId) },
      select: { parentId: true },
    });
    return budget && budget.parentId === null;
  }

  /** The meters of a tree, and how far they have come; null if it has none. */
  async get(treeId: string): Promise<(MetersView & { status: MetersStatus }) | null> {
    const ms = (column: string) => Prisma.raw(`(extract(epoch FROM s.${column}) * 1000)::float8`);
    const [row] = await this.prisma.$queryRaw<(MetersFacts & StatusFacts)[]>`
      SELECT s.tree_id, split_part(s.api_key, '_', 2) AS mode, s.customer_label, s.customer_from, s.meters, s.state,
        s.pause_reason, s.created_by, ${ms('created_at')} AS created_at, ${ms('changed_at')} AS changed_at,
        s.delivered, s.left_out, ${ms('delivered_at')} AS delivered_at, s.last_error, ${ms('last_error_at')} AS last_error_at,
        pending.count AS pending, parked.count AS parked,
        greatest(0, coalesce(extract(epoch FROM clock_timestamp() - coalesce(pending.oldest, (
          SELECT e.at FROM entries e WHERE e.tree_id = s.tree_id AND e.at > s.read_at ORDER BY e.at LIMIT 1
        ))), 0))::float8 AS behind
      FROM meter_sinks s
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS count, min(at) AS oldest FROM (
          SELECT at FROM meter_events WHERE tree_id = s.tree_id AND state = 'pending' ORDER BY id LIMIT ${MOST_COUNTED}
        ) e
      ) pending
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS count FROM (
          SELECT FROM meter_events WHERE tree_id = s.tree_id AND state = 'parked' LIMIT ${MOST_COUNTED}
        ) e
      ) parked
      WHERE s.tree_id = ${uuidOf(treeId)}::uuid AND s.state <> 'deleting'`;
    return row ? { ...metersView(row), status: metersStatus(row) } : null;
  }

  /** Null if the tree has no meters. */
  async events(
    treeId: string,
    { state, limit, cursor }: { state?: MeterEventView['state']; limit: number; cursor?: string },
  ): Promise<Page<MeterEventView> | null> {
    const before = cursor === undefined ? undefined : decodeUuid('meter events', cursor);
    const uuid = uuidOf(treeId);
    const meters = await this.prisma.meterSink.findUnique({
      where: { treeId: uuid, state: { not: 'deleting' } },
      select: { treeId: true },
    });
    if (!meters) return null;
    return await readPage<EventRow, MeterEventView>(limit, {
      kind: 'meter events',
      read: (last, take) =>
        this.prisma.meterEvent.findMany({
          where: { treeId: uuid, state, id: { lt: last?.id ?? before } },
          orderBy: { id: 'desc' },
          take,
        }),
      position: (row) => row.id,
      views: (rows) => rows.map(viewOf),
    });
  }
}

const timeOf = (at: Date | null): number | null => at && at.getTime();

const viewOf = (row: EventRow): MeterEventView =>
  meterEventView({
    id: row.id,
    budget_id: row.budgetId,
    version: row.version,
    at: row.at.getTime(),
    event_name: row.eventName,
    identifier: row.identifier,
    customer: row.customer,
    value: row.value,
    state: row.state,
    reason: row.reason,
    attempts: row.attempts,
    due_at: row.dueAt.getTime(),
    maybe_sent_at: timeOf(row.maybeSentAt),
    last_attempt_at: timeOf(row.lastAttemptAt),
    last_status: row.lastStatus,
    last_error: row.lastError,
    created_at: row.createdAt.getTime(),
    settled_at: timeOf(row.settledAt),
  });
