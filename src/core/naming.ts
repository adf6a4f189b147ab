import type { Budget } from './budgets.js';
import type { Envelope } from './envelopes.js';

/** Something that points at a budget, and perhaps at an envelope of it. */
type Pointing = { budgetId: string; budgetName?: string; envelopeId?: string; envelopeName?: string };

/** Where the names are: what a decision knows of budgets and their envelopes. */
interface Naming {
  budget(id: string): Pick<Budget, 'name'>;
  envelopesOf(budgetId: string): readonly Pick<Envelope, 'id' | 'name'>[];
}

/**
 * Adds the names that things have at the moment of a decision. They are journaled with it: a name may change, and what
 * a denial said stays what it said. An envelope need not have a name.
 */
export function withName<T extends Pointing>(naming: Naming, thing: T): T {
  const { budgetId, envelopeId } = thing;
  const envelope = envelopeId && naming.envelopesOf(budgetId).find(({ id }) => id === envelopeId);
  const named: T = { ...thing, budgetName: naming.budget(budgetId).name };
  if (envelope && envelope.name !== null) named.envelopeName = envelope.name;
  return named;
}

/** The same for several. */
export const withNames = <T extends Pointing>(naming: Naming, things: readonly T[]): T[] =>
  things.map((thing) => withName(naming, thing));
