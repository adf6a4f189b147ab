import { canonicalText, type Json, type JsonObject } from '../../core/canonical.js';
import type { EntryContent, SettingsView } from '../../core/entries.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';
import { ADDED_UP } from '../sql/spend.js';

/** What a budget said of labels from a tick on. */
interface Version {
  tick: number;
  metadata: JsonObject | null;
  /** Of a root. */
  dimensions: readonly string[];
}

interface LabelledBudget {
  parentId: string | null;
  versions: Version[];
  /** Whether all of its journal is replayed. */
  isWhole: boolean;
}

/** An entry that is kept by labels, and what its own budget and its reservation said. */
interface Labelled {
  place: DifferencePlace;
  tick: number;
  labels: Readonly<Record<string, string>>;
  own: JsonObject;
  /** Whether the entry does not repeat all labels of its reservation. */
  isCut: boolean;
  here: Version;
  parentId: string | null;
}

/** Characters of a value. */
const LONGEST = 128;

const MOST_DIMENSIONS = 16;

/**
 * By which labels the entries of a tree are kept: of each dimension that the root had then the reservation's own, else
 * that of the nearest budget. What an ancestor said then follows from ticks: who decided by a setting has no earlier tick than
 * it, and none that is later than that of the next one. Within one tick it may have been either.
 */
export class Labels {
  private readonly budgets = new Map<string, LabelledBudget>();
  /** Entries of budgets of which an ancestor is not replayed yet. */
  private readonly waiting: Labelled[] = [];

  constructor(private readonly differences: Differences) {}

  /** Takes the settings of an accepted entry. */
  settle(
    place: DifferencePlace & { budgetId: string },
    parentId: string | null,
    tick: number,
    { metadata, dimensions = [] }: SettingsView,
  ): void {
    let budget = this.budgets.get(place.budgetId);
    if (!budget) this.budgets.set(place.budgetId, (budget = { parentId, versions: [], isWhole: false }));
    const last = budget.versions.at(-1);
    if (!last || textOf(last.metadata) !== textOf(metadata) || textOf(last.dimensions) !== textOf(dimensions))
      budget.versions.push({ tick, metadata, dimensions });
    const isFew = dimensions.length <= (parentId === null ? MOST_DIMENSIONS : 0);
    expectSame(place, 'settings.dimensions', true, isFew && new Set(dimensions).size === dimensions.length);
  }

  /**
   * Takes an entry, after those before it of the same budget. `settled` are the labels that settlements before it gave its
   * reservation.
   */
  add(
    place: DifferencePlace & { budgetId: string },
    content: EntryContent,
    tick: number,
    settled: JsonObject,
  ): void {
    const { kind, outcome, labels = {}, reservation } = content;
    const budget = this.budgets.get(place.budgetId);
    // All that is denied is kept by labels, too.
    if (outcome !== 'denied' && !(reservation && ADDED_UP.includes(kind)))
      return expectSame(place, 'labels of the entry', '{}', textOf(labels));
    if (!budget) return;
    const { parentId, versions } = budget;
    const entry: Labelled = {
      ...{ place, tick, labels, parentId },
      ...saidOf(content, settled),
      here: versions.at(-1)!,
    };
    const above = this.above(entry);
    if (above) this.compare(entry, above);
    else this.waiting.push(entry);
  }

  /** All of a budget's journal is replayed. */
  replayed(budgetId: string): void {
    const budget = this.budgets.get(budgetId);
    if (budget) budget.isWhole = true;
  }

  /** All budgets of the tree are replayed. */
  finish(): void {
    for (const entry of this.waiting) {
      const above = this.above(entry);
      if (above) this.differences.check(() => this.compare(entry, above));
    }
  }

  /** What the ancestors may have said in the tick of an entry, upwards; null where one is not replayed. */
  private above({ parentId, tick }: Labelled): Version[][] | null {
    const path: Version[][] = [];
    for (let id = parentId; id !== null;) {
      const ancestor = this.budgets.get(id);
      if (!ancestor?.isWhole) return null;
      const { versions } = ancestor;
      const first = versions.findLastIndex((version) => version.tick < tick);
      path.push(versions.slice(Math.max(0, first)).filter((version) => version.tick <= tick));
      id = ancestor.parentId;
    }
    return path;
  }

  private compare(entry: Labelled, above: Version[][]): void {
    const path = [[entry.here], ...above];
    const roots = path.at(-1)!;
    if (roots.some(({ dimensions }) => explains(entry, dimensions, path))) return;
    const names = roots.at(-1)?.dimensions ?? [];
    const expected = names.map((name) => [name, valuesOf(entry, name, path)[0]] as const);
    const labels = Object.fromEntries(expected.filter(([, value]) => value !== null));
    throw different(entry.place, 'labels of the entry', textOf(labels), textOf(entry.labels));
  }
}

/** What is said of the call itself: by the settlement, by those before it, by the reservation, or by a request that was denied. */
function saidOf(
  { metadata, reservation, requested = {} }: EntryContent,
  settled: JsonObject,
): Pick<Labelled, 'own' | 'isCut'> {
  const asked = requested as { metadata?: Json; metadataOmitted?: number };
  // What a request said and the entry leaves out stands before the labels beneath.
  const beneath = asked.metadataOmitted === undefined ? { ...reservation?.metadata, ...settled } : {};
  const own = { ...beneath, ...(asked.metadata as JsonObject | null), ...metadata };
  const isCut = reservation?.metadataOmitted !== undefined || asked.metadataOmitted !== undefined;
  return { own, isCut };
}

/** Whether an entry has the labels that it should have where these are the dimensions. */
function explains(entry: Labelled, dimensions: readonly string[], path: Version[][]): boolean {
  const { labels, own, isCut } = entry;
  return (
    Object.keys(labels).every((name) => dimensions.includes(name)) &&
    dimensions.every((name) => {
      const value = Object.hasOwn(labels, name) ? labels[name]! : null;
      return (isCut && !Object.hasOwn(own, name)) || valuesOf(entry, name, path).includes(value);
    })
  );
}

/** The values that a dimension may have had: one, unless a label changed in the same tick. */
function valuesOf({ own }: Labelled, name: string, path: Version[][]): (string | null)[] {
  const mine = valueIn(own, name);
  if (mine !== null) return [mine];
  const values: (string | null)[] = [];
  for (const versions of path) {
    const here = versions.map(({ metadata }) => valueIn(metadata ?? {}, name));
    values.push(...here.filter((value) => value !== null));
    if (!here.includes(null)) return values;
  }
  return [...values, null];
}

function valueIn(labels: JsonObject, name: string): string | null {
  const value = Object.hasOwn(labels, name) ? labels[name] : null;
  if (typeof value !== 'string')
    return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : null;
  return Array.from(value).slice(0, LONGEST).join('');
}

const textOf = (value: unknown): string => canonicalText(value);
