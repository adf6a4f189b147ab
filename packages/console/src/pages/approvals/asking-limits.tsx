import { Money, type Reservation } from '@purser/sdk';
import { Amount } from '../../design/amount.js';
import { Badge } from '../../design/badge.js';
import { Meter } from '../../design/meter.js';
import { Section } from '../../design/page.js';
import { Time } from '../../design/time.js';
import { limitText } from '../../parts/limit-text.js';
import { BudgetName } from '../../parts/names.js';
import styles from './asking-limits.module.css';
import { Said } from '../../design/said.js';

type CountingEnvelope = NonNullable<Reservation['envelopes']>[number];

/** The limits that asked, and those that count it, each with how much of it is used. */
export function AskingLimits({ asked }: { readonly asked: Reservation }) {
  const { envelopes = [], approval, budget } = asked;
  if (envelopes.length === 0) return null;
  return (
    <Section title="Limits">
      <ul className={styles.limits}>
        {envelopes.map((limit) => (
          <Limit
            key={limit.id}
            limit={limit}
            asked={asked}
            asks={approval?.envelopes.includes(limit.id) ?? false}
            currency={budget?.currency}
            scale={budget?.scale}
          />
        ))}
      </ul>
    </Section>
  );
}

interface LimitProps {
  readonly limit: CountingEnvelope;
  readonly asked: Reservation;
  readonly asks: boolean;
  readonly currency: string | undefined;
  readonly scale: number | undefined;
}

function Limit({ limit, asked, asks, currency, scale }: LimitProps) {
  // A limit for each payment keeps no count: what is asked for is what is held against it.
  const used = limit.usage?.used ?? asked.amount;
  const name = limit.name ?? limitText(limit);
  const isAmount = limit.metric === 'amount';
  return (
    <li>
      <div className={styles.head}>
        <span>
          <Said text={name} /> <span className="muted">{limitText(limit)}</span>{' '}
          {asks && <Badge tone="warn">asks</Badge>}
        </span>
        <span>
          {isAmount ? <Amount value={used} scale={scale} /> : used}
          <span className="muted">
            {' '}
            of {isAmount ? <Amount value={limit.limit} currency={currency} scale={scale} /> : limit.limit}
          </span>
        </span>
      </div>
      <Meter label={name} used={used} limit={limit.limit} />
      <p className="muted small">
        on <BudgetName id={limit.budgetId} />
        {limit.usage && ', with this one counted'}
        {Money.of(used).isMoreThan(limit.limit) && ', passed'}
        {limit.usage?.resetsAt && (
          <>
            , begins anew at{' '}
            <Time at={limit.usage.resetsAt} zone={limit.timezone ?? asked.budget?.timezone} />
          </>
        )}
      </p>
    </li>
  );
}
