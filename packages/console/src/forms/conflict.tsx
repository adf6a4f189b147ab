import { Button } from '../design/button.js';
import { Said } from '../design/said.js';
import { Table } from '../design/table.js';
import styles from './form.module.css';
import type { FormState } from './use-form.js';
import { changedIn, textIn } from './values.js';

export interface ConflictProps {
  readonly form: FormState;
  readonly conflict: NonNullable<FormState['conflict']>;
}

/** Somebody else has saved first: what they changed stands beside what is here, and one of the two is taken. */
export function Conflict({ form, conflict: { theirs, before } }: ConflictProps) {
  const { values, changed, labels, busy } = form;
  const rows = changedIn(before, theirs).filter((name) => textIn(theirs, name) !== textIn(values, name));
  return (
    <div role="alert" tabIndex={-1} className={styles.conflict}>
      <strong>Somebody has changed this meanwhile</strong>
      {rows.length === 0 ? (
        <p>They changed other settings of the budget: nothing in this form is different.</p>
      ) : (
        <Table
          label="What is different"
          rows={rows}
          keyOf={(name) => name}
          columns={[
            { head: 'Setting', cell: (name) => labels.get(name) ?? name },
            {
              head: 'Mine',
              fill: true,
              cell: (name) =>
                changed.includes(name) ? (
                  <Held text={textIn(values, name)} />
                ) : (
                  <span className="muted">not changed</span>
                ),
            },
            { head: 'Theirs', fill: true, cell: (name) => <Held text={textIn(theirs, name)} /> },
          ]}
        />
      )}
      <div className={styles.buttons}>
        <Button look="primary" busy={busy} onClick={form.keepMine}>
          Keep mine
        </Button>
        <Button onClick={form.takeTheirs}>Take theirs</Button>
      </div>
    </div>
  );
}

function Held({ text }: { readonly text: string }) {
  return text === '' ? <span className="muted">nothing</span> : <Said text={text.replaceAll('\n', ', ')} />;
}
