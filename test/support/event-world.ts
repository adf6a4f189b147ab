import type { Command } from '../../src/core/commands/commands.js';
import type { EnvelopeInput } from '../../src/core/commands/inputs.js';
import { eventsOf } from '../../src/core/events.js';
import { command, envelopeInput, NOON, origin, rightTo, World } from './core.js';

const budget = (name: string): string => `budget_01k9v3n8h2f0g9x7m4q5r6s7${name}`;
export const ROOT = budget('00');
export const CHILD = budget('01');

/** The kinds of entries that the tables have seen, and the types of events that they emitted. */
export const kinds = new Set<string>();
export const types = new Set<string>();

/** A root with 100, and the events of the commands that follow. */
export class EventWorld {
  readonly world = World.at(NOON);
  private n = 0;

  constructor(envelopes: Partial<Parameters<typeof envelopeInput>[0]>[] = []) {
    this.run('create', {
      treeId: ROOT,
      budgetId: ROOT,
      allocation: '100',
      envelopes: envelopes.map((one, i) => envelopeInput({ id: `env_${i}`, ...one })),
    });
  }

  /** Runs a command; answers its events, with the last letters of the budget. */
  run(type: Command['type'], fields: object): string[] {
    return this.events(type, fields).map((event) => `${event.data.budgetId.slice(-2)} ${event.type}`);
  }

  events(type: Command['type'], fields: object) {
    const before = this.world.journal.length;
    this.world.run(command(type, { treeId: ROOT, budgetId: ROOT, ...fields }));
    const emitted = this.world.journal.map(({ content }) => {
      const events = eventsOf(content);
      kinds.add(content.kind);
      for (const { type } of events) types.add(type);
      return events;
    });
    return emitted.slice(before).flat();
  }

  /** From now on an envelope is there. */
  limits(fields: Partial<EnvelopeInput>): void {
    const { revision } = this.world.state.budgets.get(ROOT)!;
    const envelope = envelopeInput({ id: 'env_new', window: 'day', ...fields });
    this.run('envelope_create', { ifRevision: revision, envelope });
  }

  /** People are asked above 10. */
  asks(approvals: number): void {
    const approve = { approvals, approvers: null, withinSeconds: 600 };
    this.limits({ limit: '10', onExceed: 'approve', approve });
  }

  answer(type: 'approve' | 'reject', by: string, fields: object = {}): string[] {
    return this.run(type, { reservationId: 'rsv_1', origin: origin(null, null, by), ...fields });
  }

  /** Ann disputes what was paid, and somebody ends it, as `bob uphold` says. */
  dispute(end: string): string[] {
    this.reserve('10');
    const on = (by: string) => ({
      reservationId: `rsv_${this.n}`,
      reason: 'x',
      origin: origin(null, null, by),
    });
    this.run('commit', { ...on('ann'), amount: '10' });
    const [by, verb] = end.split(' ') as [string, 'uphold' | 'reject' | 'withdraw'];
    return [...this.run('dispute_open', on('ann')), ...this.run(`dispute_${verb}`, on(by))];
  }

  /** Reports a cost that may not go above limits. */
  claim(amount: string): string[] {
    const by = origin(null, null, 'a', rightTo('no'));
    return this.run('commit', { reservationId: 'rsv_1', overage: 'overdraft', amount, origin: by });
  }

  reserve(amount: string, fields: Record<string, unknown> = {}): string[] {
    return this.run('reserve', { reservationId: `rsv_${(this.n += 1)}`, amount, ...fields });
  }
}
