import { Purser } from '@purser/sdk';
import type { ReservationDto } from '../../src/api/reservations/reservation.dto.js';
import type { Client } from './client.js';
import { Fleet } from './fleet.js';
import type { VendorStandIn } from './vendors/vendor.js';

const SOON_MS = 20;

export let world: Guarded;
export let vendor: VendorStandIn;

/**
 * What every spec of a guard of models stands on: a stand-in for the vendor, and a new budget for each test. To be called once, at the
 * top of a spec.
 */
export function useGuarded(
  standIn: () => Promise<VendorStandIn>,
  ...priced: Parameters<typeof Guarded.start>
): void {
  beforeAll(async () => {
    vendor = await standIn();
    world = await Guarded.start(...priced);
  });
  beforeEach(async () => {
    vendor.clear();
    await world.newBudget();
  });
  afterEach(() => world.expectAuditPasses());
  afterAll(async () => {
    await vendor.stop();
    await world.stop();
  });
}

/** A service whose root has a price for a model, and an agent whose calls of that model are guarded. */
export class Guarded {
  budget = '';
  purser!: Purser;

  private constructor(
    private readonly fleet: Fleet,
    readonly admin: Client,
    readonly rootId: string,
  ) {}

  /** A thousand tokens cost a dollar, half of it where they were cached, and two for output. */
  static async start(vendor: string, item: string, more: object[] = []): Promise<Guarded> {
    const fleet = await Fleet.start(1);
    const admin = fleet.client();
    const { id, revision } = await admin.root('10000');
    const charges = [
      { unit: 'input_tokens', amount: '1', per: 1000 },
      { unit: 'cache_read_tokens', amount: '0.5', per: 1000 },
      { unit: 'output_tokens', amount: '2', per: 1000 },
      ...more,
    ];
    const { status } = await admin.write(
      'PUT',
      `/v1/budgets/${id}/prices`,
      { vendor, item, charges },
      { revision },
    );
    if (status >= 300) throw new Error(`no price was set: ${status}`);
    return new Guarded(fleet, admin, id);
  }

  /** From now on the agent has another budget. */
  async newBudget(guarantee = '1', fields: object = {}): Promise<void> {
    this.budget = (await this.admin.child(this.rootId, guarantee, fields)).id;
    const { secret } = await this.admin.issue(this.budget);
    this.purser = new Purser({ url: this.admin.baseUrl, key: secret! });
  }

  /** What the budget has spent and holds, without waiting for anything. */
  async now(): Promise<{ spent: string; reserved: string }> {
    const { spent, reserved } = (await this.admin.budget(this.budget)).balances;
    return { spent, reserved };
  }

  /** What was spent, once nothing is held any more. */
  async settled(): Promise<string> {
    let found = await this.now();
    for (; found.reserved !== '0'; found = await this.now()) await soon();
    return found.spent;
  }

  async lastReservation(): Promise<ReservationDto | undefined> {
    const { body } = await this.admin.get<{ items: ReservationDto[] }>(
      `/v1/reservations?budgetId=${this.budget}`,
    );
    return body.items.at(0);
  }

  /** What was held for the last call. */
  async wholeHold(): Promise<string> {
    return (await this.lastReservation())!.amount;
  }

  /** Approves what waits for people, once something does. */
  async approve(): Promise<void> {
    for (;;) {
      const found = await this.lastReservation();
      if (found?.state === 'pending_approval')
        return void (await this.admin.post(`/v1/reservations/${found.id}/approve`, {}));
      await soon();
    }
  }

  expectAuditPasses(): Promise<void> {
    return this.fleet.expectAuditPasses();
  }

  stop(): Promise<void> {
    return this.fleet.stop();
  }
}

/** Asks people for every call above ten cents. */
export const ASKS_PEOPLE = {
  envelopes: [
    {
      name: 'ask',
      window: 'transaction',
      limit: '0.1',
      onExceed: 'approve',
      approve: { approvals: 1, withinSeconds: 60 },
    },
  ],
};

export const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SOON_MS));

/** What a promise is rejected with. */
export const failureOf = <E = Error>(promise: Promise<unknown>): Promise<E> =>
  promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as E,
  );
