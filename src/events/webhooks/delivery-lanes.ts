import type { PendingDelivery } from './sql/deliveries.js';

/** A delivery in its lane. */
export interface Delivery extends PendingDelivery {
  /** By `performance.now()`. */
  dueAt: number;
  /** The same; null before the first attempt. */
  firstTriedAt: number | null;
}

/**
 * What a webhook has to deliver. The events of a budget go one after the other, each only when the one before has
 * been delivered or parked; pings and redeliveries are in nobody's way.
 */
export class DeliveryLanes {
  private readonly lanes = new Map<string, Delivery[]>();
  private readonly known = new Set<string>();
  private readonly busy = new Set<string>();

  get size(): number {
    return this.known.size;
  }

  /** How many wait behind the head of their lane, which was tried in vain. */
  get heldUp(): number {
    let count = 0;
    for (const lane of this.lanes.values()) if (lane[0]!.attempts > 0) count += lane.length - 1;
    return count;
  }

  /** The heads that were tried in vain and are not under way. */
  get failing(): Delivery[] {
    return [...this.lanes]
      .filter(([name, [head]]) => head!.attempts > 0 && !this.busy.has(name))
      .map(([, [head]]) => head!);
  }

  get underWay(): number {
    return this.busy.size;
  }

  /** Adds what is not there yet; deliveries of a budget come in their order. */
  add(deliveries: readonly PendingDelivery[], now: number): void {
    for (const one of deliveries) {
      if (this.known.has(one.id)) continue;
      this.known.add(one.id);
      const delivery: Delivery = {
        ...one,
        dueAt: now + one.due_in,
        firstTriedAt: one.tried_for === null ? null : now - one.tried_for,
      };
      const lane = this.lanes.get(laneOf(one));
      if (lane) lane.push(delivery);
      else this.lanes.set(laneOf(one), [delivery]);
    }
  }

  /** Takes the head of a lane that is due, and keeps the lane busy until it is settled or put back. */
  take(now: number): Delivery | null {
    for (const [name, [head]] of this.lanes) {
      if (!head || this.busy.has(name) || head.dueAt > now) continue;
      this.busy.add(name);
      return head;
    }
    return null;
  }

  /** The delivery is made, or given up: the next of its lane may go. */
  settle(delivery: Delivery): void {
    const name = laneOf(delivery);
    this.known.delete(delivery.id);
    this.moveToEnd(name, this.lanes.get(name)?.slice(1) ?? []);
    this.busy.delete(name);
  }

  /** It is tried again when it is due, after the heads of the other lanes: they may have nothing wrong with them. */
  putBack(delivery: Delivery): void {
    const name = laneOf(delivery);
    this.moveToEnd(name, this.lanes.get(name) ?? []);
    this.busy.delete(name);
  }

  /** Whichever lane was just looked at waits for the others, so that no budget keeps them waiting. */
  private moveToEnd(name: string, lane: Delivery[]): void {
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

const laneOf = ({ extra, id, budget_id }: PendingDelivery): string => (extra ? id : (budget_id ?? id));
