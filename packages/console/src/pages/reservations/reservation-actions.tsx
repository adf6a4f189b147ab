import type { Reservation } from '@purser/sdk';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../design/button.js';
import { useSession } from '../../session/session.js';
import { ActDialog } from './act-dialog.js';
import { actsOn } from './acts.js';
import styles from './reservations.module.css';

/** What can be done about it: what the one who is signed in may not do is left out. */
export function ReservationActions({ reservation }: { readonly reservation: Reservation }) {
  const session = useSession();
  const [open, setOpen] = useState<string | null>(null);
  const acts = actsOn(reservation, session);
  const act = acts.find(({ name }) => name === open);
  const waits = reservation.state === 'pending_approval';
  if (acts.length === 0 && !waits) return null;
  return (
    <div className={styles.actions}>
      {waits && (
        <Link to="/approvals/$id" params={{ id: reservation.id }} className={styles.button}>
          Go to its approval
        </Link>
      )}
      {acts.map(({ name, label }) => (
        <Button key={name} onClick={() => setOpen(name)}>
          {label}
        </Button>
      ))}
      {act && <ActDialog key={act.name} act={act} close={() => setOpen(null)} />}
    </div>
  );
}
