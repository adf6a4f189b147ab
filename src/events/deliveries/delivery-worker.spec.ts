import { FairSlots } from '../../runtime/fair-slots.js';
import { startOfTick } from '../sql/read-entries.js';
import { DeliveryWorker, type DeliveryTools } from './delivery-worker.js';
import type { AnyOutlet, DeliveryAttempt } from './outlet.js';
import type { PendingDelivery } from './delivery-lanes.js';

/** A journal without events whose news the test makes, and a database whose answers it holds back. */
class World {
  readonly faults: unknown[] = [];
  /** How often the journal was read. */
  reads = 0;
  whileReading: () => void = () => undefined;
  private readonly listeners = new Set<() => void>();
  private answer: () => void = () => undefined;
  private readonly database = new Promise<void>((resolve) => (this.answer = resolve));
  readonly worker: DeliveryWorker<PendingDelivery, unknown, DeliveryAttempt>;
  readonly outlet: AnyOutlet;

  constructor() {
    const tools = {
      pulse: {
        next: () => {
          let wake: () => void = () => undefined;
          const news = new Promise<void>((resolve) => (wake = resolve));
          this.listeners.add(wake);
          return { news, forget: () => this.listeners.delete(wake) };
        },
      },
      slots: new FairSlots({ slots: 1, perGroup: 1, waiting: 1 }),
      holds: () => true,
      onFault: (error: unknown) => void this.faults.push(error),
    };
    this.outlet = {
      follows: null,
      place: startOfTick(1n),
      hasExtra: false,
      atOnce: 1,
      pending: () => this.database.then(() => []),
      read: (place: unknown) => {
        this.reads += 1;
        this.whileReading();
        return Promise.resolve({ items: [], place, last: true });
      },
    } as unknown as AnyOutlet;
    this.worker = new DeliveryWorker(this.outlet, tools as unknown as DeliveryTools);
  }

  get listening(): number {
    return this.listeners.size;
  }

  /** Something was committed: whoever listens hears of it, once. */
  commit(): void {
    for (const wake of this.listeners) wake();
    this.listeners.clear();
  }

  openDatabase(): void {
    this.answer();
  }

  async until(done: () => boolean): Promise<void> {
    for (let left = 10_000; !done() && left > 0; left -= 1)
      await new Promise((resolve) => setTimeout(resolve, 1));
    expect([done(), this.faults]).toEqual([true, []]);
  }
}

describe('a worker', () => {
  it('reads again what was committed while it read, after news that came before', async () => {
    const world = new World();
    await new Promise((resolve) => setTimeout(resolve, 10));
    world.commit();
    world.whileReading = () => {
      if (world.reads === 1) world.commit();
    };
    world.openDatabase();
    await world.until(() => world.reads === 2);
    await world.worker.stop(Promise.resolve());
  });

  it('listens whenever it rests, once, and no longer than it works', async () => {
    const world = new World();
    world.openDatabase();
    for (let reads = 1; reads < 5; reads += 1) {
      await world.until(() => world.reads === reads && world.listening === 1);
      // Its dispatcher wakes it every second.
      world.worker.update(world.outlet);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect([world.reads, world.listening]).toEqual([reads, 1]);
      world.commit();
    }
    await world.worker.stop(Promise.resolve());
    expect(world.listening).toBe(0);
  });
});
