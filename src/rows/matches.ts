import type { Envelope } from '../core/envelopes.js';
import { NAME_LISTS, NAME_MATCHES, type Match, type NameMatch, type Names } from '../core/matches/match.js';
import { NAMES, type Column } from '../database/columns.js';
import { flag, joined, listOf } from './values.js';

/** A match as it is read. */
export type StoredMatch = Record<`match_${NameMatch}`, string | null> & { match_new_vendors: boolean };

const nameColumns = Object.fromEntries(
  NAME_LISTS.map((list) => [`match_${list}`, ['text', ({ match }: Envelope) => joined(match[list]), NAMES]]),
) as unknown as Record<`match_${NameMatch}`, Column<Envelope>>;

/** The columns of an envelope that say what it counts. */
export const MATCH_COLUMNS: Readonly<Record<keyof StoredMatch, Column<Envelope>>> = {
  ...nameColumns,
  match_new_vendors: ['boolean', ({ match }) => flag(match.newVendors)],
};

/** Their names. */
export const MATCHED_BY = Object.keys(MATCH_COLUMNS) as (keyof StoredMatch)[];

export const matchOfRow = (row: StoredMatch): Match => ({
  ...namesOfRow(row),
  newVendors: row.match_new_vendors,
});

const namesOfRow = (row: Omit<StoredMatch, 'match_new_vendors'>): Names =>
  Object.fromEntries(NAME_LISTS.map((list) => [list, listOf(row[`match_${list}`])])) as Names;

/** SQL that holds of a reservation `r` whose names count; its parameters begin at `$first`: see {@link namesAsked}. */
export const namesMatched = (first: number): string =>
  NAME_LISTS.map((list, i) => {
    const names = `$${first + i}::text`;
    return `(${names} = '' OR r.${NAME_MATCHES[list]} = ANY (string_to_array(${names}, ',')))`;
  }).join(' AND ');

/** The parameters of {@link namesMatched}. */
export const namesAsked = (names: Names): string[] => NAME_LISTS.map((list) => joined(names[list]) ?? '');
