import { guard, type PriceList, type ServerGuardOptions } from '@purser/mcp';
import { budget, purser, useAgent } from '../../../sdk/test/support/agent.js';
import { inMemory, overHttp, type Pair, type PairOptions, type Result } from './pairs.js';
import { Ran, toolsAfter, toolsBefore, type Registrar } from './tools.js';

export { admin, budget, money, proxy, purser, renew } from '../../../sdk/test/support/agent.js';

// What every spec of the guard stands on: a service behind a proxy, a budget of 5 with a key for each test, and guarded servers.

export let ran: Ran;
export let trouble: unknown[];
let pairs: Pair[] = [];

/** To be called once, at the top of a spec. */
export function useStage(): void {
  beforeEach(() => {
    ran = new Ran();
    trouble = [];
  });
  afterEach(async () => {
    ran.letGo();
    await Promise.all(pairs.map((pair) => pair.close()));
    pairs = [];
  });
  // What it does after a test comes when the servers are closed.
  useAgent('5');
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

export const denialOf = ({ _meta }: Result) => _meta?.['dev.purser/denial'];
export const receiptOf = ({ _meta }: Result) => _meta?.['dev.purser/receipt'];
export const textOf = ({ content }: Result): string => content[0]!.text;
