import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { VERSION } from './package.js';

/** What `/metrics` shows. */
export const registry = new Registry();

collectDefaultMetrics({ register: registry });

const registers = [registry];

new Gauge({
  name: 'purser_build_info',
  help: 'Always 1: which version of the service runs, on which Node',
  labelNames: ['version', 'node'],
  registers,
}).set({ version: VERSION, node: process.versions.node }, 1);

/** From half a millisecond to ten seconds. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const httpRequestSeconds = new Histogram({
  name: 'purser_http_request_seconds',
  help: 'Time from the arrival of a request to its answer',
  labelNames: ['method', 'route', 'status'],
  buckets: SECONDS,
  registers,
});

/** Reasons: missing (there was no key), unknown (nobody has it, or has it any more). */
export const refusedKeys = new Counter({
  name: 'purser_refused_keys_total',
  help: 'Requests that were answered 401',
  labelNames: ['reason'],
  registers,
});
// A rate includes the first refusal only if there was a zero before it.
for (const reason of ['missing', 'unknown']) refusedKeys.inc({ reason }, 0);

/** Outcomes are those of a command: accepted, denied, rejected, dry_run; and failed. */
export const decisionSeconds = new Histogram({
  name: 'purser_decision_seconds',
  help: 'Time from the submission of a command to its durable outcome',
  labelNames: ['kind', 'outcome'],
  buckets: SECONDS,
  registers,
});

export const batchCommands = new Histogram({
  name: 'purser_batch_commands',
  help: 'Commands decided and written together',
  buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000],
  registers,
});

/** How full the queue of the write path is at this moment. */
export interface QueueUse {
  /** Commands that wait or are in flight. */
  commands: number;
  /** Trees that they belong to. */
  trees: number;
  /** Those of the tree that has most. */
  largestShare: number;
}

let queueUse = (): QueueUse => ({ commands: 0, trees: 0, largestShare: 0 });

/** Names whom to ask about the queue whenever the metrics are read. */
export const reportQueue = (use: () => QueueUse): void => void (queueUse = use);

/** No tree is named: there may be any number of them. */
const queueGauge = (name: string, help: string, figure: keyof QueueUse) =>
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(queueUse()[figure]);
    },
  });

queueGauge('purser_queue_commands', 'Commands that wait or are in flight', 'commands');
queueGauge('purser_queue_trees', 'Trees that have commands in the queue', 'trees');
queueGauge(
  'purser_queue_largest_share',
  'Commands in the queue of the tree that has most of them',
  'largestShare',
);

export const queueRefusals = new Counter({
  name: 'purser_queue_refusals_total',
  help: 'Requests answered 503, since the queue or the share of a tree in it was full',
  labelNames: ['full'],
  registers,
});

export const laneCommands = new Gauge({
  name: 'purser_lane_commands',
  help: 'Commands in flight in each lane',
  labelNames: ['lane'],
  registers,
});

export const guardConflicts = new Counter({
  name: 'purser_guard_conflicts_total',
  help: 'Trees whose guarded write lost against another writer and was decided again',
  registers,
});

/** From the time of an entry to the moment at which it is sent to a stream, or for the first time to a receiver. */
export const eventLagSeconds = new Histogram({
  name: 'purser_event_lag_seconds',
  help: 'Time from a journal entry to its delivery',
  labelNames: ['to'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600, 86_400],
  registers,
});

export const eventStreams = new Gauge({
  name: 'purser_event_streams',
  help: 'Readers of GET /v1/events',
  registers,
});

const bytesHeld = new Map<'bodies' | 'answers', () => number>();

/** Names whom to ask, whenever the metrics are read, how many bytes are kept for requests under way. */
export const reportBytes = (of: 'bodies' | 'answers', bytes: () => number): void =>
  void bytesHeld.set(of, bytes);

new Gauge({
  name: 'purser_request_bytes',
  help: 'Bytes kept for requests under way: bodies until they are answered, large answers until they are read',
  labelNames: ['of'],
  registers,
  collect() {
    for (const [of, bytes] of bytesHeld) this.set({ of }, bytes());
  },
});

/** Outcomes: delivered, failed (it is tried again), parked. */
export const webhookDeliveries = new Counter({
  name: 'purser_webhook_deliveries_total',
  help: 'Attempts to deliver to webhooks',
  labelNames: ['outcome'],
  registers,
});

/** Outcomes: delivered, failed (it is tried again), parked. */
export const meterAttempts = new Counter({
  name: 'purser_meter_event_attempts_total',
  help: 'Attempts to send meter events to Stripe',
  labelNames: ['outcome'],
  registers,
});

export const webhookSeconds = new Histogram({
  name: 'purser_webhook_request_seconds',
  help: 'Time that receivers of webhooks take to answer',
  buckets: SECONDS,
  registers,
});

export const expiryLagSeconds = new Histogram({
  name: 'purser_expiry_lag_seconds',
  help: 'Time from the expiry of a hold to its release',
  buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10, 60],
  registers,
});

/** How a pool's connections are at this moment; `waiting` counts those who wait for one. */
export interface PoolUse {
  used: number;
  idle: number;
  waiting: number;
}

const pools = new Map<'write' | 'read', () => PoolUse>();

/** Names whom to ask about a pool whenever the metrics are read. */
export const reportPool = (pool: 'write' | 'read', use: () => PoolUse): void => void pools.set(pool, use);

new Gauge({
  name: 'purser_pool_connections',
  help: 'Connections to Postgres',
  labelNames: ['pool', 'state'],
  registers,
  collect() {
    for (const [pool, use] of pools)
      for (const [state, count] of Object.entries(use()) as [string, number][])
        this.set({ pool, state }, count);
  },
});

/**
 * Outcomes: `written`; `unsure`, where part of it was left to a load; `stale`, where somebody else had written a tree of it;
 * `repeated`, where a key of it was used before.
 */
export const recalledBatches = new Counter({
  name: 'purser_recalled_batches_total',
  help: 'Batches that were decided on what was kept of the ones before',
  labelNames: ['outcome'],
  registers,
});

/** Steps: load, decide, write. */
export const flightSeconds = new Histogram({
  name: 'purser_flight_seconds',
  help: 'Time that the steps of one batch take',
  labelNames: ['step'],
  buckets: SECONDS,
  registers,
});
