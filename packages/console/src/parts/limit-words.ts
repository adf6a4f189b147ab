import type { Envelope } from '@purser/sdk';
import { spanText } from '../design/times.js';

/** What a limit does when it would be passed. */
export const ON_EXCEED_TEXT: Readonly<Record<Envelope['onExceed'], string>> = {
  deny: 'denies',
  approve: 'asks people',
  pause: 'denies, and stops the budget',
  notify: 'lets it pass, and says so',
};

type Matching = Pick<Envelope, 'match' | 'scope' | 'approve' | 'relative'>;

/** What a limit counts and whom it asks, as far as that is not the usual. */
export function limitNotes({ match, scope, approve, relative }: Matching): readonly string[] {
  const { vendors, categories, items, newVendors } = match;
  const notes = [
    vendors && `for ${vendors.join(', ')} only`,
    categories && `of the categories ${categories.join(', ')} only`,
    items && `for the items ${items.join(', ')} only`,
    newVendors && 'for vendors who were never paid here',
    scope === 'self' && 'not counting budgets below',
    approve &&
      `${approve.approvals} of ${approve.approvers?.join(', ') ?? 'anybody who may approve'} within ${spanText(approve.withinSeconds * 1000)}`,
    relative && `${relative.times} times the average of ${relative.windowDays} days`,
  ];
  return notes.filter((note) => typeof note === 'string');
}
