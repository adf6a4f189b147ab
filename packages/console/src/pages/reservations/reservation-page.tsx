import type { Reservation } from '@purser/sdk';
import { Link, useParams } from '@tanstack/react-router';
import { api } from '../../api/client.js';
import { Amount } from '../../design/amount.js';
import { Countdown } from '../../design/countdown.js';
import { JsonBlock } from '../../design/json-block.js';
import { Loaded } from '../../design/loaded.js';
import { Page, Section } from '../../design/page.js';
import { Said } from '../../design/said.js';
import { BudgetName } from '../../parts/names.js';
import { ReservationBadge } from '../../parts/reservation-badge.js';
import { ReservationActions } from './reservation-actions.js';
import { ReservationFacts } from './reservation-facts.js';
import { ReservationLabels } from './reservation-labels.js';
import { ReservationUsage } from './reservation-usage.js';
import { Standing } from './standing.js';
import { Timeline } from './timeline.js';
import styles from './reservations.module.css';

/** One reservation, from its request to its settlement and what came after. */
export function ReservationPage() {
  const { id } = useParams({ from: '/signed-in/reservations/$id' });
  const query = api.useQuery('get', '/v1/reservations/{id}', {
    params: { path: { id }, query: { expand: ['budget'] } },
  });
  return (
    <Page title="Reservation" aside={<code className="small">{id}</code>}>
      <Loaded query={query} lines={10}>
        {(reservation) => <Shown reservation={reservation} />}
      </Loaded>
    </Page>
  );
}

function Shown({ reservation }: { readonly reservation: Reservation }) {
  const { id, state, amount, budget, budgetId, budgetName, vendor, item, reason, context } = reservation;
  const isLive = state === 'held' || state === 'pending_approval';
  return (
    <>
      <header className={styles.head}>
        <p className={styles.figure}>
          <Amount value={amount} currency={budget?.currency} scale={budget?.scale} />
        </p>
        <p>
          <BudgetName id={budgetId} name={budgetName} />
          {vendor !== null && (
            <>
              {' '}
              for <Said text={[vendor, item].filter(Boolean).join(' · ')} />
            </>
          )}{' '}
          <ReservationBadge state={state} />{' '}
          {isLive && <Countdown to={reservation.expiresAt} zone={budget?.timezone} />}
        </p>
        {reason !== null && (
          <blockquote className={styles.reason}>
            <Said text={reason} />
          </blockquote>
        )}
      </header>
      <ReservationActions reservation={reservation} />
      <Standing reservation={reservation} />
      <Section
        title="What happened"
        aside={
          <span className={styles.links}>
            <Link to="/journal" search={{ budgetId, reservationId: id }}>
              In the journal
            </Link>
            <Link to="/why/$id" params={{ id }}>
              Why was it decided so?
            </Link>
          </span>
        }
      >
        <Timeline reservation={reservation} />
      </Section>
      <Section title="Facts">
        <ReservationFacts reservation={reservation} />
      </Section>
      <ReservationUsage reservation={reservation} />
      <ReservationLabels reservation={reservation} />
      {context !== null && (
        <Section title="Context">
          <JsonBlock label="Context" value={context} />
        </Section>
      )}
    </>
  );
}
