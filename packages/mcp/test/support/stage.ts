import { guard, type PriceList, type ServerGuardOptions } from '@purser/mcp';
import { Purser } from '@purser/sdk';
import type { Client } from '../../../../test/support/client.js';
import { Fleet } from '../../../../test/support/fleet.js';
import { FaultProxy } from '../../../sdk/test/support/fault-proxy.js';
import { inMemory, overHttp, type Pair, type PairOptions, type Result } from './pairs.js';
import { Ran, toolsAfter, toolsBefore, type Registrar } from './tools.js';

// What every spec of the guard stands on: a service behind a proxy, a budget of 5 with a key for each test, and guarded servers.

export let admin: Client;
export let proxy: FaultProxy;
export let purser: Purser;
export let budget: string;
export let ran: Ran;
export let trouble: unknown[];
let rootId: string;
let fleet: Fleet;
let pairs: Pair[] = [];

/** To be called once, at the top of a spec. */
export function useStage(): void {
  beforeAll(async () => {
    fleet = await Fleet.start(1);
    admin = fleet.client();
    proxy = await FaultProxy.start(admin.baseUrl);
    rootId = (await admin.root('10000')).id;
  });
  beforeEach(async () => {
    await renew();
    ran = new Ran();
    trouble = [];
  });
  afterEach(async () => {
    ran.letGo();
    await Promise.all(pairs.map((pair) => pair.close()));
    pairs = [];
    proxy.clear();
    await fleet.expectAuditPasses();
  });
  afterAll(async () => {
    await proxy.stop();
    await fleet.stop();
  });
}

/** Another budget, and a client of its agent. */
export async function renew(fields: object = {}, deadlineMs = 20_000): Promise<void> {
  ({ id: budget } = await admin.child(rootId, '5', fields));
  purser = new Purser({ url: proxy.url, key: (await admin.issue(budget)).secret!, deadlineMs });
}

/** Every way to connect that the guard has to serve. */
export const CONNECTIONS = [
  ['v1, in memory', inMemory.v1],
  ['v2, in memory', inMemory.v2],
  ['v1, over HTTP', overHttp.v1],
  ['v2, over HTTP as of 2025', overHttp['v2, as of 2025']],
  ['v2, over HTTP as of 2026', overHttp['v2, as of 2026']],
] as const;

export const BOTH = CONNECTIONS.slice(0, 2);

type Connect = (typeof CONNECTIONS)[number][1];

/** A server whose tools are guarded, and its client. */
export async function connected(
  connect: Connect,
  prices: PriceList,
  more: Partial<ServerGuardOptions> = {},
  options?: PairOptions,
): Promise<Pair> {
  const onTrouble = (what: unknown): void => void trouble.push(what);
  const make = (server: Registrar): void => {
    toolsBefore(server, ran);
    guard(server as never, { prices, purser, budget, vendor: 'acme', onTrouble, ...more });
    toolsAfter(server, ran);
  };
  return kept(await connect(make, options));
}

/** It is closed after the test. */
export function kept(pair: Pair): Pair {
  pairs.push(pair);
  return pair;
}

export async function money(): Promise<{ spent: string; reserved: string }> {
  const { spent, reserved } = (await admin.budget(budget)).balances;
  return { spent, reserved };
}

export const denialOf = ({ _meta }: Result) => _meta?.['dev.purser/denial'];
export const receiptOf = ({ _meta }: Result) => _meta?.['dev.purser/receipt'];
export const textOf = ({ content }: Result): string => content[0]!.text;
