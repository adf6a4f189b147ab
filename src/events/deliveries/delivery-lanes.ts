/** What is yet to be delivered. */
export interface PendingDelivery {
  id: string;
  /** Those of one lane go one after the other. */
  lane: string;
  attempts: number;
  /** Milliseconds until it is due; negative when it is. */
  due_in: number;
  /** Milliseconds since its first attempt; null before. */
  tried_for: number | null;
}

/** A delivery in its lane. */
export type Delivery<D extends PendingDelivery = PendingDelivery> = D & {
  /** By `performance.now()`. */
  dueAt: number;
  /** The same; null before the first attempt. */
  firstTriedAt: number | null;
};

/**
 * What an outlet has to deliver. Those of a lane go one at a time. In lanes with an order each goes only when the one before
 * has been delivered or parked; else one that fails lets the others of its lane pass. The lane of an event is its budget,
 * that of a ping its own.
 */
export class DeliveryLanes<D extends PendingDelivery = PendingDelivery> {
  private readonly lanes = new Map<string, Delivery<D>[]>();
  private readonly known = new Set<string>();
  private readonly busy = new Set<string>();

  constructor(private readonly isOrdered = true) {}

  get size(): number {
    return this.known.size;
  }

  /**
   * How many wait behind the head of their lane, which was tried in vain, or were so themselves where others pass them; and
   * heads whose first time is yet to come.
   */
  get heldUp(): number {
    let count = 0;
    const now = performance.now();
    for (const lane of this.lanes.values())
      if (lane[0]!.attempts === 0 && lane[0]!.dueAt > now) count += 1;
      else if (!this.isOrdered) count += lane.filter(({ attempts }) => attempts > 0).length;
      else if (lane[0]!.attempts > 0) count += lane.length - 1;
    return count;
  }

  /** The heads that were tried in vain and are not under way. */
  get failing(): Delivery<D>[] {
    return [...this.lanes]
      .filter(([name, [head]]) => head!.attempts > 0 && !this.busy.has(name))
      .map(([, [head]]) => head!);
  }

  get underWay(): number {
    return this.busy.size;
  }

  /** Adds what is not there yet; those of a lane come in their order. */
  add(deliveries: readonly D[], now: number): void {
    for (const one of deliveries) {
      if (this.known.has(one.id)) continue;
      this.known.add(one.id);
      const delivery: Delivery<D> = {
        ...one,
        dueAt: now + one.due_in,
        firstTriedAt: one.tried_for === null ? null : now - one.tried_for,
      };
      const lane = this.lanes.get(one.lane);
      if (lane) lane.push(delivery);
      else this.lanes.set(one.lane, [delivery]);
    }
  }

  /** Takes the head of a lane that is due, and keeps the lane busy until it is settled or put back. */
  take(now: number): Delivery<D> | null {
    for (const [name, [head]] of this.lanes) {
      if (!head || this.busy.has(name) || head.dueAt > now) continue;
      this.busy.add(name);
      return head;
    }
    return null;
  }

  /** The delivery is made, or given up: the next of its lane may go. */
  settle(delivery: Delivery<D>): void {
    const { lane: name } = delivery;
    this.known.delete(delivery.id);
    this.moveToEnd(name, this.lanes.get(name)?.slice(1) ?? []);
    this.busy.delete(name);
  }

  /** It is tried again when it is due, after the heads of the other lanes: they may have nothing wrong with them. */
  putBack(delivery: Delivery<D>): void {
    const { lane: name } = delivery;
    const lane = this.lanes.get(name) ?? [];
    this.moveToEnd(name, this.isOrdered ? lane : behindDue(delivery, lane));
    this.busy.delete(name);
  }

  /** Whichever lane was just looked at waits for the others, so that no budget keeps them waiting. */
  private moveToEnd(name: string, lane: Delivery<D>[]): void {
    this.lanes.delete(name);
    if (lane.length > 0) this.lanes.set(name, lane);
  }

  /** When the next head is due that is not under way; Infinity if there is none. */
  nextDue(): number {
    let next = Infinity;
    for (const [name, [head]] of this.lanes)
      if (head && !this.busy.has(name)) next = Math.min(next, head.dueAt);
    return next;
  }
}

/** A lane without order, in which a delivery has its place by when it is due. */
function behindDue<D extends PendingDelivery>(
  delivery: Delivery<D>,
  lane: readonly Delivery<D>[],
): Delivery<D>[] {
  const others = lane.filter((one) => one !== delivery);
  const later = others.findIndex(({ dueAt }) => dueAt > delivery.dueAt);
  return later < 0 ? [...others, delivery] : others.toSpliced(later, 0, delivery);
}
