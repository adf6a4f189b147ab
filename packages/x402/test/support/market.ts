import { Purser } from '@purser/sdk';
import { payingFetch, toolBuyer, type PayingOptions, type ToolBuyer } from '@purser/x402';
import {
  SETTLEMENT_TOKEN,
  SettlementTokens,
  SettlementTokenScheme,
  TOKEN_NETWORK,
  ToolTill,
  type ToolTillOptions,
} from '@purser/x402/seller';
import { x402Client } from '@x402/core/client';
import { HTTPFacilitatorClient, x402ResourceServer } from '@x402/core/server';
import { ExactEvmScheme } from '@x402/evm/exact/client';
import { ExactEvmScheme as ExactEvmPricing } from '@x402/evm/exact/server';
import { ExactEvmSchemeV1 } from '@x402/evm/exact/v1/client';
import { formatUnits } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { Client } from '../../../../test/support/client.js';
import { Fleet } from '../../../../test/support/fleet.js';
import { FaultProxy } from '../../../sdk/test/support/fault-proxy.js';
import { until } from '../../../sdk/test/support/waiting.js';
import { ASSET, Chain, NETWORK, PAY_TO } from './chain.js';
import { Facilitator } from './facilitator.js';
import { Seller } from './seller.js';

/** The network of version 1; the types of the packages know those of version 2. */
const NETWORK_V1 = 'base-sepolia';

const ASSETS = [NETWORK, NETWORK_V1].map((network) => ({
  network,
  asset: ASSET,
  currency: 'USD',
  decimals: 6,
}));

interface Listed {
  id: string;
  state: string;
  vendor: string;
  onExpiry: string;
  externalId: string | null;
}

/** A service, and for each test a chain, a facilitator, a seller, and a budget of 10 dollars with an agent's key. */
export class Market {
  chain = new Chain();
  facilitator!: Facilitator;
  seller!: Seller;
  /** The agent, by way of the proxy. */
  purser!: Purser;
  key = '';
  budget = '';
  /** How many payments were signed. */
  signed = 0;
  readonly #account = privateKeyToAccount(generatePrivateKey());

  private constructor(
    readonly fleet: Fleet,
    readonly admin: Client,
    readonly proxy: FaultProxy,
    private readonly rootId: string,
  ) {}

  static async start(): Promise<Market> {
    const fleet = await Fleet.start(1);
    const admin = fleet.client();
    const proxy = await FaultProxy.start(admin.baseUrl);
    return new Market(fleet, admin, proxy, (await admin.root('10000')).id);
  }

  async open(): Promise<void> {
    this.signed = 0;
    this.chain = new Chain();
    this.facilitator = await Facilitator.start(this.chain);
    this.seller = await Seller.start(this.facilitator);
    await this.spendFrom('10');
  }

  async close(): Promise<void> {
    this.proxy.clear();
    await this.seller.stop();
    await this.facilitator.stop();
    await this.fleet.expectAuditPasses();
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
    await this.fleet.stop();
  }

  /** From now on the agent spends from another budget. */
  async spendFrom(guarantee: string, fields: object = {}): Promise<void> {
    ({ id: this.budget } = await this.admin.child(this.rootId, guarantee, fields));
    this.key = (await this.admin.issue(this.budget)).secret!;
    this.purser = new Purser({ url: this.proxy.url, key: this.key, deadlineMs: 20_000 });
  }

  /** A buyer, who signs with the published packages; a new one each time, as another process would be. */
  buyer(options: Partial<PayingOptions> = {}): typeof fetch {
    return payingFetch(this.purser, { ...this.#buying(), ...options });
  }

  /** The same, for tools of MCP. */
  toolBuyer(options: Partial<PayingOptions> = {}): ToolBuyer {
    return toolBuyer(this.purser, { ...this.#buying(), ...options });
  }

  /** Who sells tools of MCP, and takes settlement tokens that are made out to `vendor`. */
  toolTill(vendor: string, options: Partial<ToolTillOptions> = {}): ToolTill {
    const facilitator = new HTTPFacilitatorClient({ url: this.facilitator.url, timeoutMs: 1_000 });
    const server = new x402ResourceServer([facilitator, new SettlementTokens({ url: this.proxy.url })])
      .register(NETWORK, new ExactEvmPricing())
      .register(TOKEN_NETWORK, new SettlementTokenScheme());
    const accepts = [
      { scheme: 'exact', network: NETWORK, payTo: PAY_TO, maxTimeoutSeconds: 60 },
      { scheme: SETTLEMENT_TOKEN, network: TOKEN_NETWORK, payTo: vendor, maxTimeoutSeconds: 60 },
    ] as const;
    return new ToolTill(server, { accepts, ...options });
  }

  /** The buyer's own address. */
  get address(): string {
    return this.#account.address;
  }

  async money(): Promise<{ spent: string; reserved: string }> {
    const { spent, reserved } = (await this.admin.budget(this.budget)).balances;
    return { spent, reserved };
  }

  /** What the chain has moved, in dollars. */
  moved(): string {
    return formatUnits(this.chain.moved, 6);
  }

  async reservations(): Promise<Listed[]> {
    return (await this.admin.get<{ items: Listed[] }>(`/v1/reservations?budgetId=${this.budget}`)).body.items;
  }

  /** Lets the time of all that is held be over, and waits until the service has seen it. */
  async expire(): Promise<void> {
    await this.fleet.database.sql`
      UPDATE reservations SET expires_at = now() - interval '1 second' WHERE state = 'held'`;
    await until(async () => (await this.money()).reserved === '0');
  }

  #buying(): PayingOptions {
    const client = new x402Client().register(NETWORK, new ExactEvmScheme(this.#signer));
    client.registerV1(NETWORK_V1, new ExactEvmSchemeV1(this.#signer));
    return { budget: this.budget, client, assets: ASSETS };
  }

  readonly #signer: ConstructorParameters<typeof ExactEvmScheme>[0] = {
    address: this.#account.address,
    signTypedData: async (message) => {
      this.signed += 1;
      return await this.#account.signTypedData(message);
    },
  };
}
