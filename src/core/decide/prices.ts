import type { EndPrice, SetPrice } from '../commands/prices.js';
import type { Draft } from '../draft.js';
import { priceView } from '../views.js';
import { rejected, type Outcome } from '../outcomes.js';
import { MAX_PRICES, misfitOf, withKnownParts, type Price } from '../prices/price.js';
import { priceKey } from '../state.js';
import { accepted, isRejection, settingsTarget } from './common.js';

/**
 * Sets the price of an item for a budget and all under it. A price never changes: the new one takes the place of the one
 * before, for what is reserved from when it holds.
 */
export function setPrice(draft: Draft, command: SetPrice): Outcome {
  const target = settingsTarget(draft, command);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const { id, vendor, item } = command.price;
  const tariff = withKnownParts(command.price.tariff);
  const misfit = misfitOf(tariff);
  if (misfit) return rejected('invalid_price', misfit.detail, { field: misfit.field });
  const from = command.price.from ?? draft.now;
  if (from < draft.now)
    return rejected('invalid_price', 'A price cannot hold from a time that is over: leave it out for now.', {
      field: 'from',
    });
  const others = draft.state.prices.get(priceKey(budget.id, command.price)) ?? [];
  const replaced = others.filter((one) => one.from === from || (from === draft.now && one.from <= from));
  if ((draft.state.pricesOn.get(budget.id) ?? 0) - replaced.length >= MAX_PRICES)
    return rejected('too_many_prices', `A budget can have at most ${MAX_PRICES} prices.`);
  const price: Price = {
    treeId: tree.id,
    id,
    budgetId: budget.id,
    seriesId: others[0]?.seriesId ?? id,
    vendor,
    item,
    from,
    tariff,
    createdAt: draft.now,
    endedAt: null,
  };
  draft.changedPrices.push(price, ...replaced.map((one) => ({ ...one, endedAt: draft.now })));
  draft.record(budget, { ...budget, revision: budget.revision + 1 }, 'price_set', {
    price: priceView(price),
    ...(replaced.length > 0 && { pricesEnded: replaced.map((one) => one.id).sort() }),
  });
  return accepted(draft, tree, budget.id);
}

/** Withdraws a price. What was reserved under it is paid by it all the same. */
export function endPrice(draft: Draft, command: EndPrice): Outcome {
  const target = settingsTarget(draft, command);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const price = draft.priceOn(budget.id, command.priceId);
  if (!price) return rejected('not_found', `There is no price ${command.priceId}.`);
  draft.changedPrices.push({ ...price, endedAt: draft.now });
  draft.record(budget, { ...budget, revision: budget.revision + 1 }, 'price_end', {
    price: priceView(price),
  });
  return accepted(draft, tree, budget.id);
}
