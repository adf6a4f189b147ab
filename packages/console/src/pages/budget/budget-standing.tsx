import type { Budget } from '@purser/sdk';
import type { ReactNode } from 'react';
import { api } from '../../api/client.js';
import { Amount } from '../../design/amount.js';
import { Said } from '../../design/said.js';
import { Time } from '../../design/time.js';
import type { EntryContent } from '../../parts/entry-line.js';
import { isOverdrawn } from '../../parts/money-parts.js';
import { BudgetName, HolderName } from '../../parts/names.js';
import { useBudget } from './budget-context.js';
import styles from './budget-standing.module.css';

/** Why a budget does not go on as usual, in sentences; nothing where it does. */
export function BudgetStanding() {
  const budget = useBudget();
  const { state, balances, currency, scale, ancestors } = budget;
  const stopped = ancestors.filter((above) => above.state === 'frozen' || above.state === 'paused');
  const isEnded = state === 'closed' || state === 'closing';
  const sentences: ReactNode[] = [
    state !== 'active' && <Stop budget={budget} state={state} />,
    !isEnded && stopped.length > 0 && <StoppedAbove above={stopped} />,
    isOverdrawn(balances) && (
      <>
        It paid <Amount value={balances.overdraft} currency={currency} scale={scale} /> more than it had. That
        is paid first of whatever money comes to it.
      </>
    ),
  ].filter(Boolean);
  if (sentences.length === 0) return null;
  return (
    <ul className={styles.standing} aria-label="What holds it up">
      {sentences.map((sentence, i) => (
        <li key={i} className={isEnded ? styles.ended : styles.stopped}>
          {sentence}
        </li>
      ))}
    </ul>
  );
}

type Stopped = Exclude<Budget['state'], 'active'>;

/** What kind of entry brought a budget into a state. */
const BROUGHT_BY = {
  frozen: 'freeze',
  paused: 'pause',
  closing: 'close',
  closed: 'close',
} as const satisfies Record<Stopped, EntryContent['kind']>;

const MEANS: Readonly<Record<Stopped, string>> = {
  frozen: 'Frozen: nothing is reserved or delegated here or below.',
  paused: 'Paused by its limits: nothing is reserved or delegated here or below.',
  closing: 'Being closed: nothing begins here any more, and what is held is let go.',
  closed: 'Closed for good. What was left went back to its parent.',
};

function Stop({ budget, state }: { readonly budget: Budget; readonly state: Stopped }) {
  const { id, timezone, parentId, scale } = budget;
  const query = api.useQuery('get', '/v1/budgets/{id}/entries', {
    params: {
      path: { id },
      query: { kind: BROUGHT_BY[state], outcome: 'accepted', order: 'desc', limit: 1 },
    },
  });
  const entry = query.data?.items[0]?.content;
  return (
    <>
      {state === 'closed' && parentId === null ? 'Closed for good.' : MEANS[state]}{' '}
      <Resumes budget={budget} />
      {entry && (
        <span className="muted">
          {' '}
          By <HolderName holder={entry.by} />, <Time at={entry.at} zone={timezone} />
          {entry.reason !== undefined && (
            <>
              : <Said text={entry.reason} />
            </>
          )}
          .
          {entry.notices?.map((notice, i) => (
            <Passed key={i} notice={notice} scale={scale} />
          ))}
        </span>
      )}
    </>
  );
}

/** How it goes on. */
function Resumes({ budget }: { readonly budget: Budget }) {
  const { state, pausedUntil, stoppedFromAbove, timezone } = budget;
  if (state === 'closing' || state === 'closed') return null;
  if (pausedUntil !== null)
    return (
      <>
        It goes on by itself at <Time at={pausedUntil} zone={timezone} />.
      </>
    );
  return stoppedFromAbove
    ? 'It was stopped from above: somebody who reaches above it has to resume it.'
    : 'Somebody has to resume it.';
}

type Notice = NonNullable<EntryContent['notices']>[number];

/** A limit that was in the way when it was paused. */
function Passed({ notice, scale }: { readonly notice: Notice; readonly scale: number }) {
  const { envelopeName, window, metric = 'amount', budgetId, budgetName, used, limit, requested } = notice;
  const value = (text: string): ReactNode =>
    metric === 'amount' ? <Amount value={text} scale={scale} /> : text;
  return (
    <>
      {' '}
      In the way:{' '}
      <Said
        text={envelopeName ?? (window === undefined ? 'the money' : `the limit for each ${window}`)}
      /> of <BudgetName id={budgetId} name={budgetName} />
      {used !== undefined && limit !== undefined && (
        <>
          , {value(used)} of {value(limit)} used
        </>
      )}
      {requested !== undefined && <> when {value(requested)} was asked for</>}.
    </>
  );
}

function StoppedAbove({ above }: { readonly above: Budget['ancestors'] }) {
  return (
    <>
      Nothing is reserved here while{' '}
      {above.map(({ id, name, state }, i) => (
        <span key={id}>
          {i > 0 && ' and '}
          <BudgetName id={id} name={name} /> is {state}
        </span>
      ))}
      .
    </>
  );
}
