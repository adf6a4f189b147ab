import type { Budget, Key, NewKey } from '@purser/sdk';
import { useState } from 'react';
import { api } from '../../../api/client.js';
import { Badge } from '../../../design/badge.js';
import { Button } from '../../../design/button.js';
import { Check } from '../../../design/check.js';
import { EmptyState } from '../../../design/empty-state.js';
import { Loaded } from '../../../design/loaded.js';
import { Section } from '../../../design/page.js';
import { Said, seenText } from '../../../design/said.js';
import { Secret } from '../../../design/secret.js';
import { Time } from '../../../design/time.js';
import { useUnsaved } from '../../../forms/unsaved.js';
import { useOpened } from '../../../forms/use-opened.js';
import { HolderName } from '../../../parts/names.js';
import { IssueKey, RevokeKey, RevokeKeys, RotateKey } from './key-forms.js';
import { scopeNotes } from './key-values.js';
import styles from './settings.module.css';
import { useMayChange } from './use-may-change.js';

/** The newest keys of a budget; agents that are spawned have one each. */
const MOST = 200;

const isOver = ({ revokedAt, expiresAt }: Key): boolean =>
  revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= Date.now());

/** Who can do what from this budget down. */
export function KeySettings({ budget }: { readonly budget: Budget }) {
  const may = useMayChange(budget);
  const issuing = useOpened();
  const [isAsking, setIsAsking] = useState(false);
  const [shown, setShown] = useState<NewKey | null>(null);
  const [withEnded, setWithEnded] = useState(false);
  const query = api.useQuery('get', '/v1/budgets/{id}/keys', {
    params: { path: { id: budget.id }, query: { limit: MOST } },
  });
  return (
    <Section
      title="Keys"
      aside={
        may &&
        !issuing.isOpen && (
          <span className={styles.acts}>
            <Button {...issuing.opener}>Issue a key</Button>
            <Button onClick={() => setIsAsking(true)}>Revoke all</Button>
          </span>
        )
      }
    >
      {shown && <NewSecret made={shown} close={() => setShown(null)} />}
      {issuing.isOpen && <IssueKey budget={budget} issued={setShown} close={issuing.close} />}
      {isAsking && <RevokeKeys budget={budget} close={() => setIsAsking(false)} />}
      <Loaded query={query}>
        {({ items, nextCursor }) => {
          const listed = withEnded ? items : items.filter((key) => !isOver(key));
          return (
            <>
              {listed.length === 0 && <EmptyState text="No key of this budget works." />}
              <ul className={styles.list}>
                {listed.map((key) => (
                  <KeyRow key={key.id} budget={budget} of={key} issued={setShown} />
                ))}
              </ul>
              {nextCursor !== null && (
                <p className="muted">There are more: these are of the {MOST} newest.</p>
              )}
              {items.some(isOver) && (
                <Check checked={withEnded} onChange={({ target }) => setWithEnded(target.checked)}>
                  Show those that have ended
                </Check>
              )}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

/** The text of a key that was just made. Whoever leaves now has lost it. */
function NewSecret({ made, close }: { readonly made: NewKey; readonly close: () => void }) {
  const { secret, name } = made;
  useUnsaved(secret !== null, 'The text of a new key is shown, which nobody will see again.');
  if (secret === null)
    return (
      <p role="alert">
        The key was issued, and the answer with its text was lost: revoke it, and issue another one.
      </p>
    );
  return (
    <Secret
      text={`The key ${seenText(name)}. It is shown now, and never again.`}
      secret={secret}
      close={close}
    />
  );
}

interface KeyRowProps {
  readonly budget: Budget;
  readonly of: Key;
  readonly issued: (key: NewKey) => void;
}

function KeyRow({ budget, of: key, issued }: KeyRowProps) {
  const may = useMayChange(budget);
  const rotating = useOpened();
  const [isAsking, setIsAsking] = useState(false);
  const over = isOver(key);
  return (
    <li>
      <div className={styles.line}>
        <KeyFacts budget={budget} of={key} />
        {may && !over && !rotating.isOpen && (
          <span className={styles.acts}>
            <Button {...rotating.opener}>Rotate</Button>
            <Button onClick={() => setIsAsking(true)}>Revoke</Button>
          </span>
        )}
      </div>
      {rotating.isOpen && <RotateKey old={key} budget={budget} issued={issued} close={rotating.close} />}
      {isAsking && <RevokeKey revoked={key} budget={budget} close={() => setIsAsking(false)} />}
    </li>
  );
}

function KeyFacts({ budget, of: key }: { readonly budget: Budget; readonly of: Key }) {
  const { id, name, role, scopes, holder, createdAt, expiresAt, revokedAt } = key;
  const notes = scopeNotes(scopes).join('; ');
  const zone = budget.timezone;
  return (
    <div className={styles.facts}>
      <p>
        <strong>
          <Said text={name} title={id} />
        </strong>{' '}
        <span className="muted">{role}</span>{' '}
        {isOver(key) && <Badge tone="bad">{revokedAt === null ? 'expired' : 'revoked'}</Badge>}
      </p>
      <p className="muted small">
        since <Time at={createdAt} zone={zone} />
        {holder !== id && (
          <>
            , of <HolderName holder={holder} />
          </>
        )}
        {revokedAt !== null && (
          <>
            , until <Time at={revokedAt} zone={zone} />
          </>
        )}
        {revokedAt === null && expiresAt !== null && (
          <>
            , until <Time at={expiresAt} zone={zone} />
          </>
        )}
        {notes !== '' && (
          <>
            ; <Said text={notes} />
          </>
        )}
      </p>
    </div>
  );
}
