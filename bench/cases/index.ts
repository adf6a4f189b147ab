import type { Case } from '../contest.js';
import type { Spender } from '../load/plan.js';
import { REFERENCE_PATH } from '../reference/reference.controller.js';
import { COMPARE_AND_SWAP_PATH } from '../reference/compare-and-swap.controller.js';
import { createCompareAndSwapTables } from '../reference/compare-and-swap.tables.js';
import type { Stage } from '../stage.js';
import { SPEND_CASES } from './spend.js';
import { chain, daily, forest, history, hotBudget, monthly, perVendor, tenants } from './budgets.js';

const REFERENCE = 'the route that only validates';
const MANY = 256;
const SOME = 64;
const MOST = 1_000;
const HISTORY = 'history';

/** One service on a fresh database, with the budgets that the load goes to. */
async function alone(stage: Stage) {
  const database = await stage.database();
  const service = await stage.service(database);
  await stage.follow(service);
  return { database, service, targets: [service.url], services: [service] };
}

/** A hot budget against the reference route, each with the same number of connections. */
const hot = (name: string, connections: number, floor?: number, envelopes?: object[]): Case => ({
  name,
  title: `one hot budget${envelopes ? ' with daily, monthly and per-vendor envelopes' : ''}, ${connections} connections`,
  against: REFERENCE,
  floor,
  async prepare(stage) {
    const { service, targets, services } = await alone(stage);
    const spenders = [await hotBudget(stage, service, envelopes)];
    return {
      subject: { targets, connections, traffic: { kind: 'reserve', spenders } },
      against: { targets, connections, traffic: { kind: 'reserve', spenders, path: REFERENCE_PATH } },
      services,
    };
  },
});

const compareAndSwap: Case = {
  name: 'compare-and-swap',
  title: `one hot budget, ${MANY} connections`,
  against: `one request at a time, read and compare-and-swap, ${SOME} connections`,
  floor: 50,
  async prepare(stage) {
    const { database, service, targets, services } = await alone(stage);
    const spenders = [await hotBudget(stage, service)];
    await createCompareAndSwapTables(database, spenders[0]!.budgetId);
    return {
      subject: { targets, connections: MANY, traffic: { kind: 'reserve', spenders } },
      against: {
        targets,
        connections: SOME,
        traffic: { kind: 'reserve', spenders, path: COMPARE_AND_SWAP_PATH },
      },
      services,
    };
  },
};

const many: Case = {
  name: 'many',
  title: `many budgets in trees of ten, ${MANY} connections`,
  against: REFERENCE,
  floor: 0.4,
  async prepare(stage) {
    const { service, targets, services } = await alone(stage);
    const spenders = await forest(stage, service, stage.options.trees);
    return {
      subject: { targets, connections: MANY, traffic: { kind: 'reserve', spenders } },
      against: { targets, connections: MANY, traffic: { kind: 'reserve', spenders, path: REFERENCE_PATH } },
      services,
    };
  },
};

const settle: Case = {
  name: 'settle',
  title: `reserve, then commit, one hot budget, ${MANY} connections`,
  against: REFERENCE,
  floor: 0.5,
  async prepare(stage) {
    const { service, targets, services } = await alone(stage);
    const spenders = [await hotBudget(stage, service)];
    return {
      subject: { targets, connections: MANY, traffic: { kind: 'settle', spenders } },
      against: { targets, connections: MANY, traffic: { kind: 'reserve', spenders, path: REFERENCE_PATH } },
      services,
    };
  },
};

const depth: Case = {
  name: 'depth',
  title: `depth 8, a subtree envelope on every level, ${MANY} connections`,
  against: 'the same at depth 1',
  floor: 0.5,
  async prepare(stage) {
    const { service, targets, services } = await alone(stage);
    const [deep, flat] = [await chain(stage, service, 8), await chain(stage, service, 1)];
    return {
      subject: { targets, connections: MANY, traffic: { kind: 'reserve', spenders: [deep] } },
      against: { targets, connections: MANY, traffic: { kind: 'reserve', spenders: [flat] } },
      services,
    };
  },
};

const processes: Case = {
  name: 'processes',
  title: `4 processes on one hot budget, ${MANY} connections`,
  against: 'one process',
  floor: 0.7,
  async prepare(stage) {
    const { database, service } = await alone(stage);
    const others = [
      await stage.service(database),
      await stage.service(database),
      await stage.service(database),
    ];
    const services = [service, ...others];
    const spenders = [await hotBudget(stage, service)];
    const traffic = { kind: 'reserve' as const, spenders };
    return {
      subject: { targets: services.map(({ url }) => url), connections: MANY, traffic },
      against: { targets: [service.url], connections: MANY, traffic },
      services,
    };
  },
};

const bulk: Case = {
  name: 'bulk',
  title: 'bulk endpoint, 500 a call, 8 connections, in reservations',
  against: `the single route, ${MANY} connections`,
  floor: 2,
  async prepare(stage) {
    const { service, targets, services } = await alone(stage);
    const spenders = [await hotBudget(stage, service)];
    return {
      subject: { targets, connections: 8, traffic: { kind: 'bulk', spender: spenders[0]!, size: 500 } },
      against: { targets, connections: MANY, traffic: { kind: 'reserve', spenders } },
      services,
    };
  },
};

const coalesce: Case = {
  name: 'coalesce',
  title: `purser.paid in one process, ${MANY} calls at once on one hot budget, coalesced`,
  against: 'a request for each',
  async prepare(stage) {
    const { service, targets, services } = await alone(stage);
    const spender = await hotBudget(stage, service);
    return {
      subject: { targets, connections: MANY, traffic: { kind: 'paid', spender, coalesce: true } },
      against: { targets, connections: MANY, traffic: { kind: 'paid', spender, coalesce: false } },
      services,
    };
  },
};

const guarded: Case = {
  name: 'guarded',
  title: `calls of an MCP tool in memory through guardTransport, ${MANY} at once on one hot budget`,
  against: 'purser.paid alone',
  async prepare(stage) {
    const { service, targets, services } = await alone(stage);
    const spender = await hotBudget(stage, service);
    return {
      subject: { targets, connections: MANY, traffic: { kind: 'tools', spender } },
      against: { targets, connections: MANY, traffic: { kind: 'paid', spender, coalesce: false } },
      services,
    };
  },
};

/** Ten requests a second, evenly, on as many connections. */
const MODEST = { connections: 10, everyMs: 1_000 };

const fair: Case = {
  name: 'fair',
  title: 'ten requests a second beside another tree at 1,000 connections, by p99',
  against: 'the same ten alone',
  floor: 0.33,
  figure: ({ p99 }) => 1 / p99,
  length: 5,
  async prepare(stage) {
    const { service, targets, services } = await alone(stage);
    const [busy, modest] = (await tenants(stage, service, 2)) as [Spender, Spender];
    const traffic = { kind: 'reserve' as const, spenders: [modest] };
    return {
      subject: { targets, traffic, ...MODEST },
      against: { targets, traffic, ...MODEST },
      beside: { targets, connections: MOST, traffic: { kind: 'reserve', spenders: [busy] } },
      services,
    };
  },
};

const withHistory: Case = {
  name: HISTORY,
  title: `one hot budget with a history of reservations, ${MANY} connections`,
  against: 'an empty database',
  floor: 0.85,
  async prepare(stage) {
    const { database, service: maker } = await alone(stage);
    const oldBudget = await hotBudget(stage, maker);
    await history(stage, maker, oldBudget, stage.options.history);
    await maker.stop();
    await stage.postgres.settle(database);
    const [old, empty] = [await stage.service(database), await alone(stage)];
    const emptyBudget = await hotBudget(stage, empty.service);
    const subject = {
      targets: [old.url],
      connections: MANY,
      traffic: { kind: 'reserve' as const, spenders: [oldBudget] },
    };
    // After a checkpoint, Postgres logs each page whole when it is first written to; what was just made is vacuumed as well.
    await stage.run({ ...subject, calls: stage.options.history / 4 });
    await stage.postgres.vacuum(database);
    return {
      subject,
      against: {
        targets: empty.targets,
        connections: MANY,
        traffic: { kind: 'reserve', spenders: [emptyBudget] },
      },
      services: [old],
    };
  },
};

/** In the order of the table. */
export const CASES: readonly Case[] = [
  hot('hot', MANY, 0.6),
  hot('hot-64', SOME),
  compareAndSwap,
  hot('envelopes', MANY, 0.5, [daily, monthly, perVendor]),
  many,
  settle,
  depth,
  processes,
  bulk,
  coalesce,
  guarded,
  fair,
  withHistory,
  ...SPEND_CASES,
];
