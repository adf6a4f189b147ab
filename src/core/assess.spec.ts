import { violationOf, type Meter } from './assess.js';
import type { Budget, Tree } from './budgets.js';
import { newCounter, type Envelope } from './envelopes.js';

const MINUTE = 60_000;
const tree = { id: 'T', currency: 'USD', scale: 0, timezone: 'UTC' } satisfies Tree;
const envelope = {
  id: 'E',
  budgetId: 'B' satisfies Budget['id'],
  window: 'minute',
  metric: 'amount',
  limit: 10n,
  onExceed: 'deny',
} as Envelope;

describe('a violation', () => {
  const counter = newCounter(envelope, tree, '', 0);
  const meter: Meter = { envelope, counter, used: 8n, add: 5n, onExceed: 'deny' };

  it.each([
    ['under way', MINUTE - 1, '1970-01-01T00:01:00.000Z'],
    ['over', MINUTE, undefined],
    ['long over', 90 * MINUTE, undefined],
  ])('in a window that is %s names the end of the window, or nothing', (_, now, resetsAt) => {
    expect(violationOf(tree, meter, now).resetsAt).toBe(resetsAt);
  });
});
