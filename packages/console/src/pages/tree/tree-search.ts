import type { Budget } from '@purser/sdk';

type State = Budget['state'];

/** What the address of the page keeps. */
export interface TreeSearch {
  /** Only this budget and what lies under it. */
  readonly root?: string;
  /** Part of a name or of a reference, and labels as `team:research`. */
  readonly q?: string;
  readonly state?: State;
  /** Whether what is closed is shown, too. */
  readonly closed?: true;
}

export const BUDGET_STATES = [
  'active',
  'frozen',
  'paused',
  'closing',
  'closed',
] as const satisfies readonly State[];

export const stateIn = (value: unknown): State | undefined => BUDGET_STATES.find((state) => state === value);

/** What of an address is for this page; the rest is left out. */
export function treeSearch({ root, q, state, closed }: Record<string, unknown>): TreeSearch {
  const known = stateIn(state);
  return {
    ...(typeof root === 'string' && root !== '' && { root }),
    ...(typeof q === 'string' && q !== '' && { q }),
    // A search for digits comes as a number.
    ...(typeof q === 'number' && { q: String(q) }),
    ...(known && { state: known }),
    ...((closed === true || closed === 'true') && { closed: true }),
  };
}

const LABEL = /^[^\s:]+:\S+$/;

/** What was typed, as the service asks for it: labels apart from the rest. */
export function wordsIn(q: string): { q?: string; metadata?: string[] } {
  const words = q.split(/\s+/).filter((word) => word !== '');
  const labels = words.filter((word) => LABEL.test(word));
  const text = words.filter((word) => !LABEL.test(word)).join(' ');
  return { ...(text !== '' && { q: text }), ...(labels.length > 0 && { metadata: labels }) };
}
