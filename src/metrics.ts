import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What `/metrics` shows. */
export const registry = new Registry();

collectDefaultMetrics({ register: registry });

const registers = [registry];

/** From half a millisecond to ten seconds. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const httpRequestSeconds = new Histogram({
  name: 'purser_http_request_seconds',
  help: 'Time from the arrival of a request to its answer',
  labelNames: ['method', 'route', 'status'],
  buckets: SECONDS,
  registers,
});

/** Outcomes are those of a command: accepted, denied, rejected, assessed; and failed. */
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

export const queueCommands = new Gauge({
  name: 'purser_queue_commands',
  help: 'Commands that wait or are in flight',
  registers,
});

export const guardConflicts = new Counter({
  name: 'purser_guard_conflicts_total',
  help: 'Trees whose guarded write lost against another writer and was decided again',
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

/** Steps: load, decide, write. */
export const flightSeconds = new Histogram({
  name: 'purser_flight_seconds',
  help: 'Time that the steps of one batch take',
  labelNames: ['step'],
  buckets: SECONDS,
  registers,
});
