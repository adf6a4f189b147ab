/** Where in the database something stands. Ids are TypeIDs, as the API shows them. */
export interface DifferencePlace {
  treeId?: string;
  budgetId?: string;
  /** Of the budget: the entry with this number. */
  version?: number;
  reservationId?: string;
  envelopeId?: string;
  priceId?: string;
  counterId?: string;
  keyId?: string;
}

/** Something of which the journal and the tables do not say the same. */
export interface Difference extends DifferencePlace {
  /** What it is that differs, in words. */
  what: string;
  /** What follows from the journal: for a part of an entry, from the entries before it. */
  journal: string;
  /** What the row says. */
  table: string;
}

/** Ends one check at its first difference; the maker of the check notes it and goes on with the next: see Differences. */
export class DifferenceFound extends Error {
  constructor(readonly difference: Difference) {
    super(differenceText(difference));
  }
}

type Value = string | number | bigint | boolean | null | undefined;

const said = (value: Value): string => (value === null || value === undefined ? 'nothing' : String(value));

/** Throws a DifferenceFound unless both sides say the same; null and undefined both say nothing. */
export function expectSame(place: DifferencePlace, what: string, journal: Value, table: Value): void {
  if (journal === table || (journal ?? null) === (table ?? null)) return;
  throw different(place, what, journal, table);
}

export const different = (
  place: DifferencePlace,
  what: string,
  journal: Value,
  table: Value,
): DifferenceFound => new DifferenceFound({ ...place, what, journal: said(journal), table: said(table) });

const LABELS = [
  ['treeId', 'tree'],
  ['budgetId', 'budget'],
  ['version', 'version'],
  ['reservationId', 'reservation'],
  ['envelopeId', 'envelope'],
  ['priceId', 'price'],
  ['counterId', 'counter'],
  ['keyId', 'key'],
] as const;

/** The difference for people: what and where, and both sides of it. */
export function differenceText(difference: Difference): string {
  const places = LABELS.flatMap(([key, label]) => {
    const value = difference[key];
    return value === undefined ? [] : [`  ${label.padEnd(13)}${value}`];
  });
  return [
    `Difference: ${difference.what}`,
    ...places,
    `  journal says ${difference.journal}`,
    `  table says   ${difference.table}`,
  ].join('\n');
}
