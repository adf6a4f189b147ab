import type { Command } from '../../src/core/commands/commands.js';
import type { Entry } from '../../src/core/entries.js';
import type { Counter } from '../../src/core/envelopes.js';
import { eventsOf } from '../../src/core/events.js';
import { claim, show } from '../support/invariants.js';
import type { Limit, Model } from './model.js';
import { windowName } from './window-name.js';

/** Listens to the events of limits, and expects each to be reported once in its window. */
export class Listener {
  /** By counter: the limit that was reported last, and whether it was passed. */
  private readonly reported = new Map<string, { limit: bigint; passed: boolean }>();

  /** Compares the events of a command with what its limits counted before and count after it. */
  hear(
    command: Command,
    counters: Iterable<Counter>,
    before: Model,
    after: Model,
    entries: readonly Entry[],
  ): void {
    const due: string[] = [];
    for (const counter of counters) {
      const limit = before.limits.get(counter.envelopeId);
      if (!limit || limit.deletedAt < Infinity || !isLimited(limit, counter)) continue;
      const window = windowOf(before, limit, counter);
      const [used, uses] = [before, after].map((one) => one.counted(limit, window, counter.key));
      if (uses! <= used! || uses! < limit.limit) continue;
      const passed = uses! > limit.limit;
      const call = 'reservationId' in command ? after.calls.get(command.reservationId) : undefined;
      if (passed && call?.ask?.limits.includes(limit.id)) continue;
      const last = this.reported.get(counter.id);
      if (last && last.limit === limit.limit && (last.passed || !passed)) continue;
      this.reported.set(counter.id, { limit: limit.limit, passed });
      due.push(`${passed ? 'threshold_reached' : 'exhausted'} ${limit.id} ${counter.key}`);
    }
    const heard = entries
      .flatMap(({ content }) => eventsOf(content))
      .flatMap(({ type, data }) => (data.limits ?? []).map((one) => ({ ...one, type })))
      .filter(({ envelopeId }) => before.limits.get(envelopeId)!.window !== 'transaction')
      .map(({ type, envelopeId, key = '' }) => `${type.slice('envelope.'.length)} ${envelopeId} ${key}`);
    claim(show(heard.sort()) === show(due.sort()), `it should be reported: ${show(due)}`, heard);
  }
}

/** A counter of payments has no limit, and neither has that of how many requests are followed. */
const isLimited = ({ per, match }: Limit, { key }: Counter): boolean =>
  !match.newVendors && !(per === 'request' && key === '');

/** The window of a counter, as the model names it. */
export function windowOf({ zone }: Model, { window, timezone }: Limit, counter: Counter): string {
  const { start } = counter.window;
  return start === -Infinity ? 'lifetime' : windowName(window, timezone ?? zone, start);
}
