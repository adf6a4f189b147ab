import fc from 'fast-check';
import type { JsonObject } from '../../src/core/canonical.js';
import type { Command } from '../../src/core/commands/commands.js';
import type { Entry } from '../../src/core/entries.js';
import type { World } from '../support/core.js';
import { claim, show } from '../support/invariants.js';
import type { Model } from './model.js';

/** Labels of a budget or a call: dimensions, others, and names that every object has by birth. */
export const anyLabels = fc.constantFrom<JsonObject | null>(
  null,
  null,
  {},
  { team: 'a' },
  { team: 'b', customer: 'x' },
  { customer: '' },
  { other: 'o' },
  { constructor: 'c', 7: 'seven', '-': 'dash' },
  { customer: '🦊'.repeat(200) },
);

export const anyDimensions = fc.constantFrom<string[] | null>(
  null,
  ['team'],
  ['team', 'customer'],
  ['toString', 'constructor', '7', '-'],
);

/** What the root of a run begins with. */
export const FIRST = { dimensions: ['customer', 'team'], metadata: { team: 'root' } };

const SPENDING = [
  'commit',
  'expire_commit',
  'charge',
  'refund',
  'claim_settle',
  'claim_dismiss',
  'dispute_uphold',
];

/** Who said what of labels, as the commands said it. */
export class LabelBook {
  private dimensions: string[] | null = FIRST.dimensions;
  private readonly said = new Map<string, JsonObject | null>([['R', FIRST.metadata]]);
  /** What the settlements of a call said. */
  private readonly settled = new Map<string, JsonObject>();

  /** Holds the entries of a command against what was said before it. */
  check(entries: readonly Entry[], asked: Command, model: Model): void {
    for (const { content } of entries) {
      const { budgetId, denial, kind, reservation } = content;
      const isKept = denial || (reservation && SPENDING.includes(kind));
      const own = reservation && this.said.has(reservation.id) ? this.said.get(reservation.id) : ownOf(asked);
      const said = [settling(asked), this.settled.get(reservation?.id ?? '') ?? null, own ?? null];
      const expected = isKept ? this.labelsOn(budgetId, said, model) : undefined;
      claim(show(content.labels) === show(expected), `labels should be ${show(expected)}`, content);
    }
  }

  /** Takes what an accepted command says. */
  take(asked: Command): void {
    if (asked.type === 'delegate') this.said.set(asked.childId, asked.metadata);
    if (asked.type === 'reserve' || asked.type === 'charge')
      this.said.set(asked.reservationId, asked.metadata);
    if (asked.type === 'commit' || asked.type === 'refund') {
      const all = { ...this.settled.get(asked.reservationId), ...asked.metadata };
      if (Object.keys(all).length > 0) this.settled.set(asked.reservationId, all);
    }
    if (asked.type !== 'update') return;
    if (asked.metadata !== undefined) this.said.set(asked.budgetId, asked.metadata);
    if (asked.dimensions !== undefined) this.dimensions = asked.dimensions;
  }

  /** Holds budgets and reservations against what was said. */
  compare({ state }: World): void {
    for (const { id, metadata, path, dimensions } of state.budgets.values()) {
      claim(show(metadata) === show(this.said.get(id)), `labels of ${id}`, metadata);
      const expected = path.length === 0 ? this.dimensions : null;
      claim(show(dimensions) === show(expected), `dimensions of ${id} should be ${show(expected)}`);
    }
    for (const { id, metadata, settlementMetadata } of state.reservations.values()) {
      claim(show(metadata) === show(this.said.get(id)), `labels of ${id}`, metadata);
      const settled = sorted(this.settled.get(id));
      claim(
        show(sorted(settlementMetadata)) === show(settled),
        `labels of settlements of ${id}`,
        settlementMetadata,
      );
    }
  }

  private labelsOn(budgetId: string, said: (JsonObject | null)[], model: Model): object | undefined {
    const all = [...said, ...model.path(budgetId).map(({ id }) => this.said.get(id) ?? null)];
    const found = (this.dimensions ?? []).toSorted().flatMap((name) => {
      const first = all.find((labels) => Object.keys(labels ?? {}).includes(name));
      return first
        ? [
            [
              name,
              Array.from(first[name] as string)
                .slice(0, 128)
                .join(''),
            ],
          ]
        : [];
    });
    return found.length > 0 ? (Object.fromEntries(found) as object) : undefined;
  }
}

/** What a settlement says of itself. */
const settling = (asked: Command): JsonObject | null =>
  asked.type === 'commit' || asked.type === 'refund' ? asked.metadata : null;

const sorted = (labels: JsonObject | null | undefined) => Object.entries(labels ?? {}).sort();

const ownOf = (asked: Command): JsonObject | null =>
  asked.type === 'reserve' || asked.type === 'charge' ? asked.metadata : null;
