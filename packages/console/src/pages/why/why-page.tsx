import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../design/button.js';
import { EmptyState } from '../../design/empty-state.js';
import { Field } from '../../design/field.js';
import { Page, Section } from '../../design/page.js';
import { entryNamed, isReservationId } from '../../parts/entry-ids.js';
import { ExplainedDecision } from './explained-decision.js';
import { LatestDenials } from './latest-denials.js';
import { ReservationDecisions } from './reservation-decisions.js';
import styles from './why.module.css';

/** Why something was decided so: asked by an id, or chosen of what was denied lately. */
export function WhyPage() {
  return (
    <Page title="Why?">
      <AskFor />
      <Section title="Denied lately">
        <LatestDenials />
      </Section>
    </Page>
  );
}

/** One decision, with all that it was decided on. */
export function DecisionPage() {
  const { id } = useParams({ from: '/signed-in/why/$id' });
  const entry = entryNamed(id);
  return (
    <Page title="Why?" aside={<code className="small">{id}</code>}>
      {entry !== null ? (
        <ExplainedDecision key={id} name={entry} />
      ) : isReservationId(id) ? (
        <ReservationDecisions key={id} id={id} />
      ) : (
        <>
          <EmptyState text="This is no id of a reservation, of an entry or of an event." />
          <AskFor />
        </>
      )}
    </Page>
  );
}

function AskFor() {
  const navigate = useNavigate();
  const [error, setError] = useState<string>();
  return (
    <form
      className={styles.ask}
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget).get('id');
        const id = typeof typed === 'string' ? typed.trim() : '';
        if (entryNamed(id) === null && !isReservationId(id))
          setError(
            'This is no id of a reservation (rsv_…), of an entry (budget_….12) or of an event (evt_…).',
          );
        else void navigate({ to: '/why/$id', params: { id } });
      }}
    >
      <Field
        label="Reservation, entry or event"
        hint="Ids stand in answers, in the journal and in events."
        error={error}
      >
        {(control) => (
          <input {...control} name="id" required autoComplete="off" spellCheck={false} placeholder="rsv_…" />
        )}
      </Field>
      <Button type="submit" look="primary">
        Explain
      </Button>
    </form>
  );
}
