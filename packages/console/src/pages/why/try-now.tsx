import { Money, type Decision } from '@purser/sdk';
import { api } from '../../api/client.js';
import { Amount } from '../../design/amount.js';
import { Badge } from '../../design/badge.js';
import { Button } from '../../design/button.js';
import { ErrorState } from '../../design/error-state.js';
import { Said } from '../../design/said.js';
import { Time } from '../../design/time.js';
import type { TreeLook } from './tree-look.js';
import type { Wish } from './wish.js';
import styles from './why.module.css';

/** Asks for the same decision as of now, and changes nothing. */
export function TryNow({ wish, look }: { readonly wish: Wish; readonly look: TreeLook }) {
  const decision = api.useMutation('post', '/v1/decisions');
  return (
    <div className={styles.try}>
      <p className="muted">
        The same request, decided as it would be now and with your key: nothing is held, counted or written.
        What the key allows that asked at first is not looked at.
      </p>
      <div>
        <Button busy={decision.isPending} onClick={() => decision.mutate({ body: { ...wish } })}>
          {decision.data ? 'Try it again' : 'Try it now'}
        </Button>
      </div>
      <div role="status">
        {decision.isError && <ErrorState error={decision.error} />}
        {decision.data && <Answer decision={decision.data} look={look} />}
      </div>
    </div>
  );
}

function Answer({ decision, look }: { readonly decision: Decision; readonly look: TreeLook }) {
  const {
    admissible,
    code,
    violations,
    violationsOmitted = 0,
    approval,
    amount,
    largestAdmissible,
    retryAt,
  } = decision;
  const money = { currency: look.currency, scale: look.scale };
  const isForbidden = code === 'forbidden';
  return (
    <div className={styles.answer}>
      <p>
        {admissible ? (
          <Badge tone={approval ? 'accent' : 'good'}>
            {approval ? 'it would wait for people' : 'it would pass'}
          </Badge>
        ) : (
          <Badge tone={isForbidden && violations.length === 0 ? 'warn' : 'bad'}>
            {isForbidden ? 'your key may not reserve' : 'it would be denied'}
          </Badge>
        )}{' '}
        <Amount value={amount} {...money} />
        {approval && <span className="muted">, {approval.needed} would have to agree</span>}
      </p>
      {isForbidden && violations.length === 0 && <p>No rule would be in the way of a key that may.</p>}
      {violations.length > 0 && (
        <ul>
          {violations.map(({ message }) => (
            <li key={message}>
              <Said text={message} />
            </li>
          ))}
          {violationsOmitted > 0 && <li className="muted">and {violationsOmitted} more</li>}
        </ul>
      )}
      {!admissible && !isForbidden && (
        <p className="muted">
          {Money.of(largestAdmissible).isZero ? (
            'No amount would pass now.'
          ) : (
            <>
              At most <Amount value={largestAdmissible} {...money} /> would pass now.
            </>
          )}
          {retryAt !== null && (
            <>
              {' '}
              The same would pass at <Time at={retryAt} zone={look.zone} precision="second" />.
            </>
          )}
        </p>
      )}
    </div>
  );
}
