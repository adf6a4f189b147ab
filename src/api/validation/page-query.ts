import { Field, type FieldOptions } from './field.js';
import { DigitsField, numberOf } from './query-fields.js';

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

/** What lists say of their pages. */
export const PAGE_NOTE =
  'A page has at most 1 MiB and may end before its limit: there are more as long as nextCursor is not null. What can be large is left out unless it is asked for with expand.';

/** What every page says of the one behind it, as its property in the document. */
export const NEXT_CURSOR = { type: String, nullable: true, description: 'Null on the last page.' };

export const LimitField = (): PropertyDecorator =>
  DigitsField(1, MAX_LIMIT, { description: 'How many items to show.', default: DEFAULT_LIMIT });

/** Where a page begins, in at most so many characters. */
export const CursorField = (options: FieldOptions = {}, max = 256): PropertyDecorator =>
  Field(
    { description: 'The nextCursor of the page before.', ...options },
    { type: String },
    {
      name: 'cursor',
      check: (value) => typeof value === 'string' && value.length <= max && /^[A-Za-z0-9_-]+$/.test(value),
      message: 'must be the nextCursor of the page before',
    },
  );

/** What every list can be asked. */
export class PageQuery {
  @LimitField()
  limit?: string;

  @CursorField({ optional: true })
  cursor?: string;
}

export const limitOf = ({ limit }: Pick<PageQuery, 'limit'>): number => numberOf(limit, DEFAULT_LIMIT);
