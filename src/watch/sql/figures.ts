import { Prisma } from '../../generated/prisma/client.js';

/** Rows that are counted at most: a count of so many means so many or more. */
const MOST_COUNTED = 10_000;

/** Of each webhook, and of the meters of each tree. */
const MOST_OF_SINK = 1_000;

/** How the service's budgets are at this moment. Ages in seconds, amounts in their currency. */
export interface Figures {
  approvals: number;
  oldestApproval: number;
  frozen: number;
  paused: number;
  claims: number;
  debts: { currency: string; budgets: number; amount: number }[];
  deliveries: number;
  failingWebhooks: number;
  meterEvents: number;
  parkedMeterEvents: number;
  /** Left out in the last day, since no budget says whom they are for. */
  meterEventsForNobody: number;
  stoppedMeters: number;
  /** How long ago what each follower has not taken yet was decided. Null for sums of spend that are being made. */
  eventsBehind: number;
  webhooksBehind: number;
  metersBehind: number;
  spendBehind: number | null;
  /** The names of the trees that were asked for. */
  trees: { id: string; name: string; currency: string }[];
}

/** How long ago something was, in seconds; 0 where there is none. */
const age = (at: string): Prisma.Sql =>
  Prisma.raw(`greatest(0, coalesce(extract(epoch FROM clock.now - ${at}), 0))::float8`);

/** A look that takes longer is broken off: nothing of it should take more than some milliseconds. */
const STATEMENT_TIMEOUT = '2s';

/** What waits of webhooks. An escalation does from the time on at which it is due. */
const DELIVERIES = Prisma.sql`
    deliveries AS (
      SELECT count(*)::float8 AS count, min(created_at) AS oldest FROM (
        SELECT d.created_at
        FROM (SELECT tree_id, id FROM webhooks WHERE state = 'active' LIMIT ${MOST_COUNTED}) w
        CROSS JOIN LATERAL (
          SELECT CASE WHEN escalation THEN coalesce(first_attempt_at, due_at) ELSE created_at END AS created_at
          FROM webhook_deliveries, clock
          WHERE tree_id = w.tree_id AND webhook_id = w.id AND state = 'pending'
            AND (NOT escalation OR attempts > 0 OR due_at <= clock.now)
          LIMIT ${MOST_OF_SINK}
        ) d
        LIMIT ${MOST_COUNTED}
      ) d
    )`;

/** What waits of meters, what was given up, and what was not read yet. */
const METERS = Prisma.sql`
    meters AS (
      SELECT tree_id, state, pause_reason, read_at FROM meter_sinks LIMIT ${MOST_COUNTED}
    ),
    meters_stopped AS (
      SELECT count(*)::float8 AS count FROM meters WHERE pause_reason IN ('failing', 'restored')
    ),
    meters_pending AS (
      SELECT count(*)::float8 AS count, min(at) AS oldest FROM (
        SELECT e.at
        FROM meters m
        CROSS JOIN LATERAL (
          SELECT at FROM meter_events
          WHERE tree_id = m.tree_id AND state = 'pending' ORDER BY id LIMIT ${MOST_OF_SINK}
        ) e
        WHERE m.state = 'active'
        LIMIT ${MOST_COUNTED}
      ) e
    ),
    meters_parked AS (
      SELECT count(*)::float8 AS count FROM (SELECT FROM meter_events WHERE state = 'parked' LIMIT ${MOST_COUNTED}) e
    ),
    meters_left_out AS (
      SELECT count(*)::float8 AS count FROM (
        SELECT FROM meter_events, clock
        WHERE reason = 'no_customer' AND settled_at > clock.now - interval '1 day' LIMIT ${MOST_COUNTED}
      ) e
    ),
    meters_unread AS (
      SELECT min(e.at) AS oldest
      FROM meters m
      CROSS JOIN LATERAL (
        SELECT at FROM entries WHERE tree_id = m.tree_id AND at > m.read_at ORDER BY at LIMIT 1
      ) e
      WHERE m.state = 'active'
    )`;

const METER_PARTS = Prisma.sql`meters_pending, meters_parked, meters_left_out, meters_stopped, meters_unread`;

const METER_FIGURES = Prisma.sql`meters_pending.count AS "meterEvents", meters_parked.count AS "parkedMeterEvents",
      meters_left_out.count AS "meterEventsForNobody",
      meters_stopped.count AS "stoppedMeters", ${age('least(meters_pending.oldest, meters_unread.oldest)')} AS "metersBehind"`;

/**
 * Looks once, in a snapshot. Each part walks an index that has only rows of what it counts, and a bounded number of them.
 */
export async function readFigures(tx: Prisma.TransactionClient, trees: readonly string[]): Promise<Figures> {
  await tx.$executeRaw`SELECT set_config('statement_timeout', ${STATEMENT_TIMEOUT}, true), set_config('jit', 'off', true)`;
  const [row] = await tx.$queryRaw<Figures[]>`
    WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now),
    approvals AS (
      SELECT count(*)::float8 AS count, min(created_at) AS oldest FROM (
        SELECT created_at FROM reservations WHERE state = 'pending_approval'
        ORDER BY expires_at, id LIMIT ${MOST_COUNTED}
      ) r
    ),
    stopped AS (
      SELECT (count(*) FILTER (WHERE state = 'frozen'))::float8 AS frozen,
        (count(*) FILTER (WHERE state = 'paused'))::float8 AS paused
      FROM (SELECT state FROM budgets WHERE state IN ('frozen', 'paused') LIMIT ${MOST_COUNTED}) b
    ),
    claims AS (
      SELECT count(*)::float8 AS count
      FROM (SELECT FROM reservations WHERE claim IS NOT NULL LIMIT ${MOST_COUNTED}) r
    ),
    debts AS (
      SELECT coalesce(json_agg(d), '[]') AS list FROM (
        SELECT t.currency, count(*) AS budgets, sum(b.overdraft / 10::numeric ^ t.scale)::float8 AS amount
        FROM (
          SELECT tree_id, overdraft FROM budgets WHERE overdraft > 0 AND state <> 'closed' LIMIT ${MOST_COUNTED}
        ) b
        JOIN trees t ON t.id = b.tree_id
        GROUP BY t.currency
      ) d
    ),
    ${DELIVERIES},
    webhooks_failing AS (
      SELECT count(*)::float8 AS count
      FROM (SELECT pause_reason FROM webhooks LIMIT ${MOST_COUNTED}) w WHERE pause_reason = 'failing'
    ),
    ${METERS},
    named AS (
      SELECT coalesce(json_agg(n), '[]') AS list FROM (
        SELECT b.id, b.name, t.currency
        FROM unnest(${[...trees]}::uuid[]) AS asked (id)
        JOIN budgets b ON b.tree_id = asked.id AND b.id = asked.id
        JOIN trees t ON t.id = b.tree_id
      ) n
    )
    SELECT approvals.count AS approvals, ${age('approvals.oldest')} AS "oldestApproval",
      stopped.frozen, stopped.paused, claims.count AS claims, debts.list AS debts,
      deliveries.count AS deliveries, ${age('deliveries.oldest')} AS "webhooksBehind",
      webhooks_failing.count AS "failingWebhooks", named.list AS trees,
      ${METER_FIGURES},
      ${age(`(
        SELECT at FROM entries WHERE tick > 0 AND tick >= (SELECT readable_tick()) ORDER BY tick, tree_id LIMIT 1
      )`)} AS "eventsBehind",
      CASE WHEN place.phase = 'follow' THEN ${age(`(
        SELECT e.at FROM entries e
        WHERE e.tick > 0 AND e.tick >= place.tick AND (e.tick, e.tree_id, e.budget_id, e.version)
          > (place.tick, place.tree_id, place.budget_id, place.version)
        ORDER BY e.tick, e.tree_id LIMIT 1
      )`)} END AS "spendBehind"
    FROM clock, approvals, stopped, claims, debts, deliveries, webhooks_failing, named, spend_place place, ${METER_PARTS}`;
  return row!;
}
