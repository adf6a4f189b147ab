import type { Budget, Price } from '@purser/sdk';
import { useState } from 'react';
import { api, client, underRevision } from '../../../api/client.js';
import { Amount } from '../../../design/amount.js';
import { Badge } from '../../../design/badge.js';
import { Button } from '../../../design/button.js';
import { EmptyState } from '../../../design/empty-state.js';
import { Loaded } from '../../../design/loaded.js';
import { Section } from '../../../design/page.js';
import { Said } from '../../../design/said.js';
import { Time } from '../../../design/time.js';
import { Question } from '../../../forms/question.js';
import { useOnce } from '../../../forms/use-once.js';
import { useOpened } from '../../../forms/use-opened.js';
import { PriceForm } from './price-form.js';
import styles from './settings.module.css';
import { useMayChange } from './use-may-change.js';
import { useBudgetReload } from './use-settings-form.js';

/** A budget has as many prices as somebody has set: the newest are shown, and the rest is found by its vendor. */
const MOST = 200;

/** What items cost here, as far as it was set on this budget. */
export function PriceSettings({ budget }: { readonly budget: Budget }) {
  const may = useMayChange(budget);
  const adding = useOpened();
  const query = api.useQuery('get', '/v1/budgets/{id}/prices', {
    params: { path: { id: budget.id }, query: { limit: MOST } },
  });
  return (
    <Section title="Prices" aside={may && !adding.isOpen && <Button {...adding.opener}>Set a price</Button>}>
      <p className="muted">
        They hold for this budget and all below it. Items without one cost what the budget above says, and at
        last the catalogue.
      </p>
      {adding.isOpen && <PriceForm budget={budget} before={null} close={adding.close} />}
      <Loaded query={query}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState text="No price was set on this budget." />
          ) : (
            <>
              <ul className={styles.list}>
                {items.map((price) => (
                  <PriceRow key={price.id} budget={budget} price={price} />
                ))}
              </ul>
              {nextCursor !== null && <p className="muted">There are more: these are the {MOST} newest.</p>}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function PriceRow({ budget, price }: { readonly budget: Budget; readonly price: Price }) {
  const may = useMayChange(budget);
  const changing = useOpened();
  const [isAsking, setIsAsking] = useState(false);
  const { vendor, item, from } = price;
  return (
    <li>
      <div className={styles.line}>
        <div className={styles.facts}>
          <p>
            <strong>
              <Said text={vendor} /> · <Said text={item} />
            </strong>{' '}
            {Date.parse(from) > Date.now() && <Badge tone="accent">to come</Badge>}
          </p>
          <Tariff budget={budget} price={price} />
        </div>
        {may && !changing.isOpen && (
          <span className={styles.acts}>
            <Button {...changing.opener}>Change</Button>
            <Button onClick={() => setIsAsking(true)}>Withdraw</Button>
          </span>
        )}
      </div>
      {changing.isOpen && <PriceForm budget={budget} before={price} close={changing.close} />}
      {isAsking && <WithdrawPrice budget={budget} price={price} close={() => setIsAsking(false)} />}
    </li>
  );
}

/** What it says, charge by charge. */
function Tariff({ budget, price: { tariff, from } }: { readonly budget: Budget; readonly price: Price }) {
  const { charges, minimum, maximum, baseFee } = tariff;
  const bounds = [
    ['at least', minimum],
    ['at most', maximum],
    ['each month besides', baseFee],
  ] as const;
  return (
    <ul className={`${styles.tariff ?? ''} muted small`}>
      {charges.map(({ unit, amount, per, tiers, over }) => (
        <li key={unit}>
          <Amount value={amount} currency={budget.currency} /> for{' '}
          {per === 1 ? 'a' : per.toLocaleString('en')} {unit}
          {tiers &&
            `, ${tiers.length} ${tiers.length === 1 ? 'tier' : 'tiers'}${over === undefined ? '' : ` in a ${over}`}`}
        </li>
      ))}
      {bounds.map(([text, amount]) =>
        amount === undefined ? null : (
          <li key={text}>
            {text} <Amount value={amount} currency={budget.currency} />
          </li>
        ),
      )}
      <li>
        from <Time at={from} zone={budget.timezone} />
      </li>
    </ul>
  );
}

interface WithdrawPriceProps {
  readonly budget: Budget;
  readonly price: Price;
  readonly close: () => void;
}

function WithdrawPrice({ budget, price, close }: WithdrawPriceProps) {
  const { refresh } = useBudgetReload(budget.id);
  const header = useOnce(budget.revision);
  const withdraw = async (): Promise<void> => {
    const params = { path: { id: price.id }, header: underRevision(header, budget.revision) };
    await client.DELETE('/v1/prices/{id}', { params });
    await refresh();
  };
  return (
    <Question
      title="Withdraw this price?"
      action="Withdraw the price"
      said="The price is withdrawn."
      act={withdraw}
      close={close}
    >
      From now on <Said text={price.item} /> of <Said text={price.vendor} /> costs what the budget above says,
      or the catalogue; without either it cannot be paid by usage. What was reserved under it is paid by it.
    </Question>
  );
}
