import type { Budget } from '@purser/sdk';
import { Amount } from '../../design/amount.js';
import { EmptyState } from '../../design/empty-state.js';
import { Meter } from '../../design/meter.js';
import { Section } from '../../design/page.js';
import { Said } from '../../design/said.js';
import { Time } from '../../design/time.js';
import { limitText } from '../../parts/limit-text.js';
import { useBudget } from './budget-context.js';
import { PastWindows } from './past-windows.js';
import styles from './budget-limits.module.css';

type CountingLimit = Budget['envelopes'][number];

/** How many of the vendors, categories or runs that a limit counts apart are shown, the fullest first. */
const MOST_KEYS = 5;

/** The limits of a budget, each with how much of it is used and when it begins anew. */
export function BudgetLimits() {
  const { envelopes } = useBudget();
  return (
    <Section title="Limits">
      {envelopes.length === 0 ? (
        <EmptyState text="No limit of its own. Those of the budgets above it hold here as well." />
      ) : (
        <ul className={styles.limits}>
          {envelopes.map((limit) => (
            <Limit key={limit.id} limit={limit} />
          ))}
        </ul>
      )}
    </Section>
  );
}

const EXCEEDS: Readonly<Record<CountingLimit['onExceed'], string>> = {
  deny: 'denies what is above it',
  approve: 'asks people about what is above it',
  pause: 'pauses the budget at what is above it',
  notify: 'lets what is above it pass, and says so',
};

function Limit({ limit }: { readonly limit: CountingLimit }) {
  const { name, onExceed, scope, usage, usageTruncated, fromAbove } = limit;
  const hidden = usage.length - MOST_KEYS;
  return (
    <li>
      <p>
        <strong>
          <Said text={name ?? limitText(limit)} />
        </strong>{' '}
        <span className="muted">
          {name !== null && `${limitText(limit)}; `}
          {EXCEEDS[onExceed]}
          {scope === 'self' && ', counts this budget alone'}
          {fromAbove && ', set from above'}
          <Matches limit={limit} />
        </span>
      </p>
      {limit.window === 'transaction' && (
        <p>
          At most <LimitValue limit={limit} value={limit.limit} withCurrency /> for each payment.
        </p>
      )}
      {usage.slice(0, MOST_KEYS).map((counter) => (
        <Counter key={counter.key} limit={limit} counter={counter} />
      ))}
      {limit.per !== null && usage.length === 0 && (
        <p className="muted small">
          Nothing is counted in this window. <LimitValue limit={limit} value={limit.limit} withCurrency /> for
          each {limit.per}.
        </p>
      )}
      {hidden > 0 && (
        <p className="muted small">
          and {hidden}
          {usageTruncated && ' or more'} others, which have used less
        </p>
      )}
    </li>
  );
}

/** What of all payments it counts, where it does not count all. */
function Matches({ limit: { match } }: { readonly limit: CountingLimit }) {
  const names = [match.vendors, match.categories, match.items].flatMap((list) => list ?? []);
  if (names.length === 0) return match.newVendors ? ', for new vendors alone' : null;
  return (
    <>
      , for <Said text={names.join(', ')} />
    </>
  );
}

interface LimitValueProps {
  readonly limit: CountingLimit;
  readonly value: string;
  readonly withCurrency?: boolean;
}

/** Money, or a number of payments or denials. */
function LimitValue({ limit, value, withCurrency = false }: LimitValueProps) {
  const { currency, scale } = useBudget();
  return limit.metric === 'amount' ? (
    <Amount value={value} scale={scale} currency={withCurrency ? currency : undefined} />
  ) : (
    <span className="number">{BigInt(value).toLocaleString('en')}</span>
  );
}

interface CounterProps {
  readonly limit: CountingLimit;
  readonly counter: CountingLimit['usage'][number];
}

function Counter({ limit, counter }: CounterProps) {
  const { key, used, remaining, resetsAt } = counter;
  const { timezone } = useBudget();
  return (
    <div className={styles.counter}>
      <div className={styles.now}>
        <div className={styles.figures}>
          <span>
            {key !== null && (
              <>
                <Said text={key === '' ? `no ${limit.per}` : key} />:{' '}
              </>
            )}
            <LimitValue limit={limit} value={used} />{' '}
            <span className="muted">
              of <LimitValue limit={limit} value={limit.limit} withCurrency />,{' '}
              <LimitValue limit={limit} value={remaining} /> left
            </span>
          </span>
          <span className="muted small">
            {resetsAt === null ? (
              'never begins anew'
            ) : (
              <>
                begins anew <Time at={resetsAt} zone={limit.timezone ?? timezone} />
              </>
            )}
          </span>
        </div>
        <Meter
          label={`${limit.name ?? limitText(limit)} ${key ?? ''}`.trim()}
          used={used}
          limit={limit.limit}
        />
      </div>
      <PastWindows limit={limit} counter={counter} />
    </div>
  );
}
