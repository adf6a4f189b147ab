import { Money } from '@purser/sdk';
import type { ReactNode } from 'react';
import { Amount } from '../design/amount.js';
import { Said } from '../design/said.js';
import { Time } from '../design/time.js';
import type { EntryContent } from './entry-content.js';
import { limitText } from './limit-text.js';
import { BudgetName } from './names.js';

interface PredicateLook {
  readonly scale: number | undefined;
  readonly zone: string | undefined;
}

type Predicate = (entry: EntryContent, look: PredicateLook) => ReactNode;

const until = (at: string | undefined, { zone }: PredicateLook): ReactNode =>
  at === undefined ? null : (
    <>
      {' until '}
      <Time at={at} zone={zone} precision="second" />
    </>
  );

/** A limit by its name, and what it is. */
function LimitPhrase({
  envelope,
  scale,
}: {
  envelope: NonNullable<EntryContent['envelope']>;
  scale: number | undefined;
}) {
  const { name, metric, limit } = envelope;
  return (
    <>
      {name !== null && (
        <>
          <Said text={name} />,{' '}
        </>
      )}
      {metric === 'amount' ? <Amount value={limit} scale={scale} /> : limit} {limitText(envelope)}
    </>
  );
}

const withLimit =
  (before: string, after = ''): Predicate =>
  ({ envelope }, { scale }) => (
    <>
      {before}
      {envelope && (
        <>
          {' '}
          <LimitPhrase envelope={envelope} scale={scale} />
        </>
      )}
      {after}
    </>
  );

const withPrice =
  (before: string): Predicate =>
  ({ price }) => (
    <>
      {before}
      {price && (
        <>
          {' '}
          <Said text={`${price.vendor} · ${price.item}`} />
        </>
      )}
    </>
  );

const countOf = (count: number, one: string, many: string): string =>
  count === 1 ? one : `${count} ${many}`;

const keysEnded: Predicate = ({ keysEnded = [], moreKeysEnded = 0 }) => {
  const count = keysEnded.length + moreKeysEnded;
  return `had ${countOf(count, 'a key', 'keys')} revoked`;
};

const paused: Predicate = ({ notices = [], settings }, look) => {
  const [limit] = notices;
  return (
    <>
      was paused
      {limit && (
        <>
          {' by the limit '}
          {limit.envelopeName === undefined ? limitOf(limit) : <Said text={limit.envelopeName} />}
          {limit.budgetName !== undefined && (
            <>
              {' of '}
              <Said text={limit.budgetName} />
            </>
          )}
        </>
      )}
      {until(settings?.pausedUntil, look)}
    </>
  );
};

const limitOf = ({ window, metric }: NonNullable<EntryContent['notices']>[number]): string =>
  limitText({ name: null, window: window ?? 'lifetime', metric: metric ?? 'amount', per: null });

const commit: Predicate = ({ reservation, deltas, claimed }, { scale }) => (
  <>
    {deltas.spent === undefined
      ? 'ended a reservation, and paid nothing'
      : reservation?.state === 'held'
        ? 'paid a part'
        : 'paid'}
    {claimed !== undefined && (
      <>
        {' and claims '}
        <Amount value={claimed} scale={scale} />
      </>
    )}
  </>
);

const approve: Predicate = ({ reservation }) => {
  const { approval, state } = reservation ?? {};
  return state === 'pending_approval'
    ? `got ${approval?.given.length ?? 0} of ${approval?.needed ?? 0} approvals`
    : 'was allowed';
};

/** What happened to the budget of an entry, by its kind: what follows its name in a sentence. */
export const ENTRY_PREDICATES: Readonly<Record<EntryContent['kind'], Predicate>> = {
  create: () => 'was opened',
  delegate: ({ parentId }) => (
    <>
      was opened
      {parentId !== undefined && (
        <>
          {' below '}
          <BudgetName id={parentId} />
        </>
      )}
    </>
  ),
  fund: () => 'was funded',
  defund: () => 'gave up money',
  update: () => 'had its settings changed',
  freeze: () => 'was frozen',
  resume: () => 'was resumed',
  close: ({ settings, cause }) => (
    <>
      {settings?.state === 'closing' ? 'is being closed' : 'was closed'}
      {cause && (
        <>
          {' with '}
          <BudgetName id={cause.budgetId} />
        </>
      )}
    </>
  ),
  pause: paused,
  envelope_create: withLimit('got the limit'),
  envelope_update: withLimit('had a limit changed, which is now'),
  envelope_delete: withLimit('lost the limit'),
  appraise: withLimit('has the limit', ', by what it spent before'),
  price_set: withPrice('got a price for'),
  price_end: withPrice('lost the price for'),
  key_issue: ({ key }) => (
    <>
      got{' '}
      {key ? (key.role === 'agent' || key.role === 'operator' || key.role.startsWith('a') ? 'an' : 'a') : 'a'}{' '}
      {key?.role} key {key && <Said text={key.name} />}
    </>
  ),
  key_rotate: ({ key }) => <>had the key {key && <Said text={key.name} />} rotated</>,
  key_revoke: keysEnded,
  reserve: ({ reservation }, look) =>
    reservation?.state === 'pending_approval' ? (
      <>
        asks {countOf(reservation.approval?.needed ?? 1, 'a person', 'people')}
        {until(reservation.approval?.deadline, look)}
      </>
    ) : (
      'reserved'
    ),
  commit,
  charge: () => 'was charged',
  release: ({ cause }) => (cause ? 'gave back what it held, being closed,' : 'gave back what it held'),
  extend: ({ reservation }, look) => <>holds on{until(reservation?.expiresAt, look)}</>,
  token_revoke: () => 'took back a settlement token',
  expire: ({ reservation }) =>
    reservation?.approval && reservation.approval.given.length < reservation.approval.needed
      ? 'let go, since people did not answer in time'
      : 'let go of what it held, since its time was over',
  expire_commit: () => 'paid what it held, since its time was over',
  refund: ({ externalId }) => (
    <>
      got back
      {externalId !== undefined && (
        <>
          {' as '}
          <Said text={externalId} />
        </>
      )}
    </>
  ),
  claim_settle: ({ reservation }) => (reservation?.claim ? 'paid a part of a claim' : 'paid a claim'),
  claim_dismiss: () => 'had a claim dismissed',
  dispute_open: () => 'disputes a payment',
  dispute_uphold: ({ deltas }) =>
    Money.of(deltas.spent ?? '0').isZero ? 'won a dispute' : 'won a dispute, and got back',
  dispute_reject: () => 'lost a dispute',
  dispute_withdraw: () => 'took back a dispute',
  approve,
  reject: () => 'was refused',
};
