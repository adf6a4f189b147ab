import { Money, type Reservation } from '@purser/sdk';
import { client, type once } from '../../api/client.js';
import { amountText } from '../../design/amounts.js';
import type { Session } from '../../session/session.js';

/** What a dialog asks for before something is done. */
interface ActField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly long?: boolean;
  readonly initial?: string;
}

/** Something that somebody can do to a reservation. */
export interface Act {
  readonly name: string;
  /** On the button that opens the dialog, and on the one that does it. */
  readonly label: string;
  readonly title: string;
  /** What comes of it. */
  readonly text: string;
  /** It cannot be taken back. */
  readonly isFinal?: boolean;
  readonly fields: readonly ActField[];
  readonly done: string;
  readonly run: (
    fields: Readonly<Record<string, string>>,
    header: ReturnType<typeof once>,
  ) => Promise<unknown>;
}

const REASON: ActField = {
  name: 'reason',
  label: 'Reason',
  long: true,
  hint: 'Kept in the journal. May be empty.',
};
const NEEDED: ActField = { ...REASON, hint: 'Kept in the journal.', required: true };

/** Left out where nothing was written. */
const given = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);

/** What the one who is signed in may do to a reservation as it stands. */
export function actsOn(
  reservation: Reservation,
  { actions, holder }: Pick<Session, 'actions' | 'holder'>,
): Act[] {
  const { state, held, committed, refunded, claim, dispute, settlement } = reservation;
  const may = (action: Session['actions'][number]): boolean => actions.includes(action);
  const isLive = state === 'held' || state === 'pending_approval';
  const paid = Money.of(committed).subtract(refunded);
  const isDisputed = dispute?.state === 'open';
  return [
    ...(state === 'held' && may('reserve') ? [extend(reservation)] : []),
    ...(isLive && may('reserve') ? [release(reservation, held)] : []),
    ...(isLive && settlement && settlement.revokedAt === null && may('reserve')
      ? [revokeToken(reservation)]
      : []),
    ...(paid.isMoreThan(0) && may('refund') ? [refund(reservation, paid)] : []),
    ...(claim !== null && may('overdraft') ? [settleClaim(reservation), dismissClaim(reservation)] : []),
    ...(!isLive && paid.isMoreThan(0) && !isDisputed && may('reserve') ? [openDispute(reservation)] : []),
    ...(isDisputed && dispute.by !== holder && may('approve')
      ? [upholdDispute(reservation, dispute), rejectDispute(reservation, dispute)]
      : []),
    ...(isDisputed && dispute.by === holder && may('reserve') ? [withdrawDispute(reservation)] : []),
  ];
}

const money = (amount: string | Money, { budget }: Reservation): string =>
  amountText(amount, budget?.currency, budget?.scale);

const extend = ({ id }: Reservation): Act => ({
  name: 'extend',
  label: 'Extend',
  title: 'Give it more time?',
  text: 'It is held for at least so long from now. An extension never shortens it.',
  fields: [{ name: 'ttlSeconds', label: 'Seconds', initial: '600', required: true }, REASON],
  done: 'Extended.',
  run: ({ ttlSeconds, reason }, header) =>
    client.POST('/v1/reservations/{id}/extend', {
      params: { path: { id }, header },
      body: { ttlSeconds: Number(ttlSeconds), reason: given(reason) },
    }),
});

const release = (reservation: Reservation, held: string): Act => ({
  name: 'release',
  label: 'Release',
  title: 'Release what is held?',
  text: `${money(held, reservation)} goes back to the budget, and the call may not be paid on it any more. What it turns out to have cost all the same is recorded late.`,
  isFinal: true,
  fields: [REASON],
  done: 'Released.',
  run: ({ reason }, header) =>
    client.POST('/v1/reservations/{id}/release', {
      params: { path: { id: reservation.id }, header },
      body: { reason: given(reason) },
    }),
});

const revokeToken = ({ id }: Reservation): Act => ({
  name: 'revoke-token',
  label: 'Revoke the settlement token',
  title: 'Revoke the settlement token?',
  text: 'Whoever has it can take nothing any more, at once. What is held stays held.',
  isFinal: true,
  fields: [],
  done: 'The token is revoked.',
  run: (_, header) =>
    client.DELETE('/v1/reservations/{id}/settlement-token', { params: { path: { id }, header } }),
});

const refund = (reservation: Reservation, paid: Money): Act => ({
  name: 'refund',
  label: 'Refund',
  title: 'Record a refund?',
  text: `At most ${money(paid, reservation)} can come back. It is recorded, and cannot be taken back.`,
  isFinal: true,
  fields: [
    { name: 'amount', label: 'Amount', required: true },
    {
      name: 'externalId',
      label: 'Id of the refund',
      hint: 'As the one who pays back names it. May be empty.',
    },
    REASON,
  ],
  done: 'The refund is recorded.',
  run: ({ amount = '', externalId, reason }, header) =>
    client.POST('/v1/reservations/{id}/refund', {
      params: { path: { id: reservation.id }, header },
      body: { amount, externalId: given(externalId), reason: given(reason) },
    }),
});

const settleClaim = (reservation: Reservation): Act => ({
  name: 'settle-claim',
  label: 'Settle the claim',
  title: 'Record the claimed cost?',
  text: `${money(reservation.claim?.amount ?? '0', reservation)} is claimed. It is paid whatever limits it passes, and may stop the budget as an overdraft does.`,
  isFinal: true,
  fields: [{ name: 'amount', label: 'Amount', hint: 'Empty for all of it; the rest stays claimed.' }, REASON],
  done: 'The claim is settled.',
  run: ({ amount, reason }, header) =>
    client.POST('/v1/reservations/{id}/claim/settle', {
      params: { path: { id: reservation.id }, header },
      body: { amount: given(amount), reason: given(reason) },
    }),
});

const dismissClaim = (reservation: Reservation): Act => ({
  name: 'dismiss-claim',
  label: 'Dismiss the claim',
  title: 'Dismiss the claim?',
  text: `${money(reservation.claim?.amount ?? '0', reservation)} is dropped: it was no cost, or not one of this budget.`,
  isFinal: true,
  fields: [NEEDED],
  done: 'The claim is dismissed.',
  run: ({ reason = '' }, header) =>
    client.POST('/v1/reservations/{id}/claim/dismiss', {
      params: { path: { id: reservation.id }, header },
      body: { reason },
    }),
});

const openDispute = ({ id }: Reservation): Act => ({
  name: 'dispute',
  label: 'Dispute',
  title: 'Dispute this payment?',
  text: 'Nothing moves until a person decides. You can withdraw it.',
  fields: [{ name: 'amount', label: 'Amount', hint: 'Empty for all that was paid.' }, NEEDED],
  done: 'The dispute is open.',
  run: ({ amount, reason = '' }, header) =>
    client.POST('/v1/reservations/{id}/dispute', {
      params: { path: { id }, header },
      body: { amount: given(amount), reason },
    }),
});

type Dispute = NonNullable<Reservation['dispute']>;

const upholdDispute = (reservation: Reservation, { at, amount }: Dispute): Act => ({
  name: 'uphold',
  label: 'Uphold the dispute',
  title: 'Uphold the dispute?',
  text: `${money(amount, reservation)} is disputed. What you give comes back to the budget, and the answer is final.`,
  isFinal: true,
  fields: [
    { name: 'amount', label: 'Amount', hint: 'Empty for all of it; the rest stays paid.' },
    {
      name: 'externalId',
      label: 'Id of the refund',
      hint: 'As the one who pays back names it. May be empty.',
    },
    REASON,
  ],
  done: 'The dispute is upheld.',
  run: ({ amount: part, externalId, reason }, header) =>
    client.POST('/v1/reservations/{id}/dispute/uphold', {
      params: { path: { id: reservation.id }, header },
      body: { openedAt: at, amount: given(part), externalId: given(externalId), reason: given(reason) },
    }),
});

const rejectDispute = (reservation: Reservation, { at, amount }: Dispute): Act => ({
  name: 'reject',
  label: 'Reject the dispute',
  title: 'Reject the dispute?',
  text: `${money(amount, reservation)} stays paid, and the answer is final.`,
  isFinal: true,
  fields: [NEEDED],
  done: 'The dispute is rejected.',
  run: ({ reason = '' }, header) =>
    client.POST('/v1/reservations/{id}/dispute/reject', {
      params: { path: { id: reservation.id }, header },
      body: { openedAt: at, reason },
    }),
});

const withdrawDispute = ({ id }: Reservation): Act => ({
  name: 'withdraw',
  label: 'Withdraw the dispute',
  title: 'Withdraw your dispute?',
  text: 'Within its time it can be opened again.',
  fields: [REASON],
  done: 'The dispute is withdrawn.',
  run: ({ reason }, header) =>
    client.POST('/v1/reservations/{id}/dispute/withdraw', {
      params: { path: { id }, header },
      body: { reason: given(reason) },
    }),
});
