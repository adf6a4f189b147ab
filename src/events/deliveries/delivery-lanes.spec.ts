import { pauseAfter } from './backoff.js';
import { DeliveryLanes, type PendingDelivery } from './delivery-lanes.js';

const pending = (id: string, lane: string, more: Partial<PendingDelivery> = {}): PendingDelivery => ({
  id,
  lane,
  attempts: 0,
  due_in: 0,
  tried_for: null,
  ...more,
});

describe('lanes', () => {
  it('let the events of a budget go one after the other, and those of others beside them', () => {
    const lanes = new DeliveryLanes();
    lanes.add([pending('a1', 'a'), pending('a2', 'a'), pending('b1', 'b')], 0);
    const [first, second] = [lanes.take(0)!, lanes.take(0)!];
    expect([first.id, second.id, lanes.take(0)]).toEqual(['a1', 'b1', null]);
    lanes.putBack(first);
    expect(lanes.take(0)?.id).toBe('a1');
    lanes.settle(first);
    expect(lanes.take(0)?.id).toBe('a2');
  });

  it('let pings and redeliveries pass', () => {
    const lanes = new DeliveryLanes();
    lanes.add([pending('a1', 'a', { due_in: 100 }), pending('p', 'p')], 0);
    expect(lanes.take(0)?.id).toBe('p');
    expect([lanes.take(0), lanes.nextDue()]).toEqual([null, 100]);
  });

  it('know what they have', () => {
    const lanes = new DeliveryLanes();
    lanes.add([pending('a1', 'a')], 0);
    lanes.add([pending('a1', 'a')], 0);
    expect([lanes.size, lanes.underWay]).toEqual([1, 0]);
    lanes.settle(lanes.take(0)!);
    expect([lanes.size, lanes.underWay, lanes.nextDue()]).toEqual([0, 0, Infinity]);
  });

  it('take turns', () => {
    const lanes = new DeliveryLanes();
    lanes.add([pending('a1', 'a'), pending('a2', 'a'), pending('b1', 'b')], 0);
    lanes.settle(lanes.take(0)!);
    expect(lanes.take(0)?.id).toBe('b1');
  });

  it('let the others go before one that failed', () => {
    const lanes = new DeliveryLanes();
    lanes.add([pending('a1', 'a'), pending('b1', 'b')], 0);
    lanes.putBack(lanes.take(0)!);
    expect([lanes.take(0)?.id, lanes.take(0)?.id]).toEqual(['b1', 'a1']);
  });

  it('without an order let others of theirs pass what failed, and take it when it is due', () => {
    const lanes = new DeliveryLanes(false);
    lanes.add([pending('a1', 'a'), pending('a2', 'a'), pending('a3', 'a')], 0);
    const first = lanes.take(0)!;
    expect([first.id, lanes.take(0)]).toEqual(['a1', null]);
    first.attempts = 1;
    first.dueAt = 50;
    lanes.putBack(first);
    expect(lanes.heldUp).toBe(1);
    const second = lanes.take(0)!;
    second.attempts = 1;
    second.dueAt = 20;
    lanes.putBack(second);
    lanes.settle(lanes.take(0)!);
    expect([lanes.take(0), lanes.nextDue(), lanes.heldUp, lanes.size]).toEqual([null, 20, 2, 2]);
    expect(lanes.take(60)?.id).toBe('a2');
    lanes.settle(second);
    expect(lanes.take(60)?.id).toBe('a1');
  });
});

it('pauses grow to an hour, less up to a half', () => {
  const longest = [1, 2, 3, 12, 13, 100].map((n) => pauseAfter(n, () => 0) / 1000);
  expect(longest).toEqual([1, 2, 4, 2048, 3600, 3600]);
  expect(pauseAfter(1, () => 0.999)).toBeGreaterThan(500);
});
