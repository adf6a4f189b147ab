/**
 * The lists of names that an envelope can match by, in the order in which the API has them, and the part of a reservation
 * that each is held against.
 */
export const NAME_MATCHES = { vendors: 'vendor', categories: 'category', items: 'item' } as const;

export type NameMatch = keyof typeof NAME_MATCHES;
export const NAME_LISTS = Object.keys(NAME_MATCHES) as NameMatch[];

/** Only reservations with one of these names count; null for a list matches all. */
export type Names = Record<NameMatch, string[] | null>;

/** What of a reservation names are held against. */
type Named = Record<(typeof NAME_MATCHES)[NameMatch], string | null>;

/** Which reservations an envelope counts. */
export interface Match extends Names {
  /** Only those for vendors who were never paid where it counts, and for nobody in particular: see new-vendors.ts. */
  newVendors: boolean;
}

/** A match as the API and the journal show it: without what older entries could not have, where nothing is matched by it. */
export type MatchView = Pick<Names, 'vendors' | 'categories'> & { items?: string[]; newVendors?: true };

export const EVERYTHING: Match = { vendors: null, categories: null, items: null, newVendors: false };

/** Whether the names of a reservation are among those that count. */
export const isMatched = (names: Names, reservation: Named): boolean =>
  NAME_LISTS.every((list) => isAmong(names[list], reservation[NAME_MATCHES[list]]));

/** Whether a name is one of a list; null lists all, and also what has no name. */
export const isAmong = (names: readonly string[] | null, name: string | null): boolean =>
  names === null || (name !== null && names.includes(name));

/** The keys are in the order of the journal, which sorts them. */
export const matchView = ({ vendors, categories, items, newVendors }: Match): MatchView => ({
  categories,
  items: items ?? undefined,
  newVendors: newVendors || undefined,
  vendors,
});
