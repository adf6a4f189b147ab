import { Money } from '@purser/sdk';
import { Link } from '@tanstack/react-router';
import { Amount } from '../../design/amount.js';
import { Badge } from '../../design/badge.js';
import { Facts } from '../../design/facts.js';
import { Said } from '../../design/said.js';
import { Time } from '../../design/time.js';
import { EntrySentence } from '../../parts/entry-sentence.js';
import { BudgetName, HolderName } from '../../parts/names.js';
import { RulePhrase, worstOf } from '../../parts/rule-text.js';
import type { TreeLook } from './tree-look.js';
import type { DecidedContent } from '../../parts/use-explained.js';
import styles from './why.module.css';

interface HeadProps {
  readonly entry: DecidedContent;
  readonly look: TreeLook;
}

/** What was decided, and what would have passed. */
export function VerdictHead({ entry, look }: HeadProps) {
  const { denial, reservation } = entry;
  const reason = entry.reason ?? reservation?.reason ?? null;
  return (
    <header className={styles.head}>
      <p className={styles.verdict}>
        <VerdictBadge entry={entry} />{' '}
        <EntrySentence entry={entry} scale={look.scale} zone={look.zone} reason={false} />
      </p>
      {denial && <InTheWay denial={denial} />}
      {denial && <WouldHavePassed denial={denial} look={look} />}
      {reason !== null && (
        <blockquote className={styles.reason}>
          <Said text={reason} />
        </blockquote>
      )}
      <AskedFacts entry={entry} look={look} />
    </header>
  );
}

function VerdictBadge({ entry: { denial, reservation } }: Pick<HeadProps, 'entry'>) {
  if (denial) return <Badge tone="bad">denied</Badge>;
  return reservation?.state === 'pending_approval' ? (
    <Badge tone="accent">people were asked</Badge>
  ) : (
    <Badge tone="good">let through</Badge>
  );
}

/** The worst of the rules in the way, and how many more there were. */
function InTheWay({ denial }: { readonly denial: NonNullable<DecidedContent['denial']> }) {
  const { violations, violationsOmitted = 0, code } = denial;
  const first = worstOf(denial);
  const more = violations.length + violationsOmitted - 1;
  return (
    <p>
      In the way was {first ? <RulePhrase {...first} /> : code}
      {more > 0 && (more === 1 ? ', and 1 more rule' : `, and ${more} more rules`)}.
    </p>
  );
}

function WouldHavePassed({
  denial,
  look: { currency, scale, zone },
}: {
  readonly denial: NonNullable<DecidedContent['denial']>;
  readonly look: TreeLook;
}) {
  const nothing = Money.of(denial.largestAdmissible).isZero;
  return (
    <p>
      {nothing ? (
        'No amount would have passed at that moment.'
      ) : (
        <>
          At most <Amount value={denial.largestAdmissible} currency={currency} scale={scale} /> would have
          passed at that moment.
        </>
      )}{' '}
      {denial.retryAt === null ? (
        'Waiting would not have helped.'
      ) : (
        <>
          The same request would have passed at <Time at={denial.retryAt} zone={zone} precision="second" />,
          if nothing else had happened.
        </>
      )}
    </p>
  );
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function AskedFacts({ entry, look: { currency, scale, zone } }: HeadProps) {
  const { reservation, requested = {}, by, at, budgetId } = entry;
  const amount = textIn(requested.amount) ?? reservation?.amount ?? null;
  const named = (name: 'vendor' | 'category' | 'item' | 'runId' | 'taskId') =>
    reservation?.[name] ?? textIn(requested[name]);
  return (
    <Facts
      facts={[
        ['Asked for', amount && <Amount value={amount} currency={currency} scale={scale} />],
        ['On', <BudgetName key="on" id={budgetId} />],
        ['Vendor', named('vendor')],
        ['Item', named('item')],
        ['Category', named('category')],
        ['Run', named('runId')],
        ['Task', named('taskId')],
        ['By', <HolderName key="by" holder={by} />],
        ['At', <Time key="at" at={at} zone={zone} precision="second" />],
        [
          'Reservation',
          reservation && (
            <Link to="/reservations/$id" params={{ id: reservation.id }}>
              Open it
            </Link>
          ),
        ],
      ]}
    />
  );
}
