import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useId, useState } from 'react';
import { Amount } from '../design/amount.js';
import { Skeleton } from '../design/skeleton.js';
import { Time } from '../design/time.js';
import { amountOfEntry } from './entry-amount.js';
import type { ShownEntry } from './entry-content.js';
import { entryId } from './entry-ids.js';
import styles from './entry-line.module.css';
import { EntrySentence } from './entry-sentence.js';

export type { EntryContent } from './entry-content.js';

/** Seldom opened: loaded when somebody does. */
const EntryDetails = lazy(async () => ({ default: (await import('./entry-details.js')).EntryDetails }));

/** One entry of a journal as a sentence: when, which budget, what it did, for whom, and how much. It opens to the whole of it. */
export function EntryLine({ entry, sealed, currency, scale, zone }: ShownEntry) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const amount = amountOfEntry(entry);
  return (
    <li className={styles.entry}>
      <div className={styles.line}>
        <span className="muted small">
          <Time at={entry.at} zone={zone} precision="second" />
        </span>
        <span>
          <EntrySentence entry={entry} scale={scale} zone={zone}>
            {entry.denial && (
              <Link to="/why/$id" params={{ id: entryId(entry) }}>
                Why?
              </Link>
            )}
          </EntrySentence>
        </span>
        <span className={styles.amount}>
          {amount !== null && <Amount value={amount} currency={currency} scale={scale} />}
        </span>
        <button
          type="button"
          className={styles.open}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          aria-label={`The whole entry, version ${entry.version}`}
          onClick={() => setOpen(!open)}
        />
      </div>
      {open && (
        <div id={id} className={styles.details}>
          <Suspense fallback={<Skeleton lines={4} />}>
            <EntryDetails entry={entry} sealed={sealed} currency={currency} scale={scale} zone={zone} />
          </Suspense>
        </div>
      )}
    </li>
  );
}
