import { Money, type Reservation } from '@purser/sdk';
import { Amount } from '../../design/amount.js';
import { Facts } from '../../design/facts.js';
import { Time } from '../../design/time.js';
import { HolderName } from '../../parts/names.js';

const OVERAGES: Readonly<Record<Reservation['overage'], string>> = {
  available: 'if the limits let it',
  overdraft: 'recorded, whatever it passes',
  reject: 'refused',
};

/** What is known of it besides what happened. */
export function ReservationFacts({ reservation }: { readonly reservation: Reservation }) {
  const { budget, held, committed, refunded, overdrawn, outcome, settlement, approval } = reservation;
  const zone = budget?.timezone;
  const amount = (value: string) => (
    <Amount value={value} currency={budget?.currency} scale={budget?.scale} />
  );
  const time = (at: string | null) => (at === null ? null : <Time at={at} zone={zone} precision="second" />);
  return (
    <Facts
      facts={[
        ['Held', amount(held)],
        ['Paid', amount(committed)],
        ['Came back', Money.of(refunded).isZero ? null : amount(refunded)],
        ['Above limits', Money.of(overdrawn).isZero ? null : amount(overdrawn)],
        ['Made', time(reservation.createdAt)],
        ['Cost happened', time(reservation.occurredAt)],
        ['Held until', reservation.settledAt === null ? time(reservation.expiresAt) : null],
        ['Settled', time(reservation.settledAt)],
        ['Asked by', approval && <HolderName key="by" holder={approval.askedBy} />],
        ['Category', reservation.category],
        ['Run', reservation.runId],
        ['Task', reservation.taskId],
        ['Id of the vendor', reservation.externalId],
        ['Id of the refund', reservation.refundExternalId],
        ['What came of it', outcome?.type],
        ['A cost above the hold is', OVERAGES[reservation.overage]],
        ['If nobody settles it', reservation.onExpiry === 'commit' ? 'it is paid' : 'it goes back'],
        ['Settlement token', settlement && (settlement.revokedAt === null ? 'given' : 'revoked')],
      ]}
    />
  );
}
