import { isApproved, type Approval } from '../../core/approvals.js';
import { canonicalText } from '../../core/canonical.js';
import type { EntryContent, ReservationView } from '../../core/entries.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';

/** What a reservation's approval is as text, as the journal and the table both have it; null where nobody was asked. */
export const approvalText = (approval: Approval | null | undefined): string | null =>
  approval ? canonicalText(approval) : null;

/** A reservation that begins by waiting: nobody has answered, and the entry names who is asked and why. */
export function expectAsked(place: DifferencePlace, content: EntryContent, view: ReservationView): void {
  const { approval } = view;
  if (!approval) return;
  const same = (
    what: string,
    journal: string | number | null | undefined,
    replayed: string | number | null,
  ) => expectSame(place, `${what} of the approval`, journal, replayed);
  same('askedBy', content.by, approval.askedBy);
  same('fingerprint', content.request?.fingerprint, approval.fingerprint);
  same('deadline', view.expiresAt, approval.deadline);
  same('answers', 0, approval.given.length);
  same('rejection', null, approval.rejection && approval.rejection.by);
  const noticed = new Set(content.notices?.flatMap((notice) => notice.envelopeId ?? []));
  for (const envelopeId of approval.envelopes)
    expectSame({ ...place, envelopeId }, 'notice of the passed limit', true, noticed.has(envelopeId));
}

/**
 * What an entry may do to an approval: an `approve` adds the consent of one more who may give it, a `reject` the refusal,
 * and nothing else changes anything. Nothing is paid for a call that was not approved.
 */
export function expectAnswered(
  place: DifferencePlace,
  { kind, by }: EntryContent,
  before: string | null,
  view: ReservationView,
): void {
  const after = view.approval ?? null;
  if (kind === 'commit' || kind === 'expire_commit' || kind === 'claim_settle')
    expectSame(place, 'consent to what is paid', true, isApproved(after));
  if (kind !== 'approve' && kind !== 'reject')
    return expectSame(place, 'approval of the reservation', before, approvalText(after));
  if (!after) throw different(place, `approval after ${kind}`, 'who was asked', null);
  const given = after.given.slice(0, kind === 'approve' ? -1 : undefined);
  expectSame(place, 'approval before the answer', before, approvalText({ ...after, given, rejection: null }));
  const answer = kind === 'approve' ? after.given.at(-1) : after.rejection;
  expectSame(place, 'principal of the answer', by, answer?.by);
  expectSame(place, 'answer by the one who asked', false, by === after.askedBy);
  expectSame(place, 'answer by one who is asked', true, after.approvers?.includes(by) ?? true);
  if (kind === 'reject') return;
  expectSame(place, 'rejection after approve', null, after.rejection && after.rejection.by);
  expectSame(
    place,
    'first answer by this principal',
    false,
    given.some((consent) => consent.by === by),
  );
  const state = isApproved(after) ? 'held' : 'pending_approval';
  expectSame(place, 'reservation.state after approve', state, view.state);
}
