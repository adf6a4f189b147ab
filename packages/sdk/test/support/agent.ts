import { Purser } from '@purser/sdk';
import type { Client } from '../../../../test/support/client.js';
import { Fleet } from '../../../../test/support/fleet.js';
import { FaultProxy } from './fault-proxy.js';

// What specs of an agent stand on: a service behind a proxy, and for each test a budget with an agent's key.

let fleet: Fleet;
export let admin: Client;
export let proxy: FaultProxy;
/** The agent, by way of the proxy. */
export let purser: Purser;
export let agentKey: string;
export let budget: string;
export let rootId: string;
let guarantee: string;

/** To be called once, at the top of a spec; each budget gets so much. */
export function useAgent(each: string): void {
  guarantee = each;
  beforeAll(async () => {
    fleet = await Fleet.start(1);
    admin = fleet.client();
    proxy = await FaultProxy.start(admin.baseUrl);
    rootId = (await admin.root('10000')).id;
  });
  beforeEach(() => renew());
  afterEach(async () => {
    proxy.clear();
    await fleet.expectAuditPasses();
  });
  afterAll(async () => {
    await proxy.stop();
    await fleet.stop();
  });
}

/** Another budget, and a client of its agent. */
export async function renew(fields: object = {}): Promise<void> {
  ({ id: budget } = await admin.child(rootId, guarantee, fields));
  agentKey = (await admin.issue(budget)).secret!;
  purser = new Purser({ url: proxy.url, key: agentKey, deadlineMs: 20_000 });
}

/** What the budget has spent and what it still holds. */
export async function money(): Promise<{ spent: string; reserved: string }> {
  const { spent, reserved } = (await admin.budget(budget)).balances;
  return { spent, reserved };
}
