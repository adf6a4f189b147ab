import type { Command } from '../../src/core/commands/commands.js';
import { command, type World } from './core.js';
import type { Options } from './rule-options.js';

/** `usage=call:2,token:9`: quantities by unit. */
export function usageIn(text: string | undefined): Record<string, number> | null {
  if (text === undefined) return null;
  return Object.fromEntries(text.split(',').map((part) => [part.split(':')[0]!, Number(part.split(':')[1])]));
}

/** What is reserved: an amount or, with `usage=`, an item of a vendor. */
export function wantedOf(amount: string | undefined, options: Options) {
  const usage = usageIn(options.usage);
  if (usage === null) return { amount: amount! };
  const { item = 'thing', vendor = 'acme', reduce = null } = options;
  const named = (name: string): string | null => (name === 'none' ? null : name);
  return { amount: null, usage, item: named(item), vendor: named(vendor), reduce };
}

/** `charge r a 5`: an amount, or `~` and the `usage=` of an item; `external=` is its name, and `when=` it happened. */
export function chargeCommand(
  { state }: World,
  [reservationId = '', budgetId = '', amount = '']: string[],
  options: Options,
  base: object,
): Command {
  const { item, external = null, when, overage = 'overdraft' } = options;
  const isRated = amount === '~';
  return command('charge', {
    ...base,
    treeId: state.budgets.get(budgetId)?.treeId ?? 'nowhere',
    budgetId,
    reservationId,
    amount: isRated ? null : amount,
    usage: usageIn(options.usage),
    vendor: options.vendor ?? 'acme',
    item: item ?? (isRated ? 'thing' : null),
    externalId: external,
    occurredAt: when === undefined ? null : Date.parse(when),
    overage: overage as 'available',
  });
}

/** What a commit reports: an amount, `sum=` for what all has cost so far, `usage=`, or `whole=` for all usage so far. */
export const reportOf = (amount: string | undefined, options: Options) => ({
  amount: amount === undefined || amount === '~' ? null : amount,
  total: options.sum ?? null,
  usage: usageIn(options.usage),
  totalUsage: usageIn(options.whole),
});

/** `charges=call:3/1,token:2/1000 min=1 max=9 tiers=10:2,20:1 over=day`: tiers are those of the first charge. */
function priceOf({
  charges = 'call:1/1',
  tiers,
  over,
  by,
  within,
  min,
  max,
  from,
  disputable,
  ...options
}: Options) {
  const read = charges.split(',').map((charge, i) => {
    const [unit = '', amount = '', per = '1'] = charge.split(/[:/]/);
    const steps = tiers?.split(',').map((tier) => ({
      above: Number(tier.split(':')[0]),
      amount: tier.split(':')[1]!,
    }));
    const first = { ...(by && { by }), ...(over && { over: over as 'day' }), ...(steps && { tiers: steps }) };
    return {
      amount,
      per: Number(per),
      unit,
      ...(i === 0 ? { ...first, ...(within && { within: [within] }) } : {}),
    };
  });
  return {
    vendor: options.vendor ?? 'acme',
    item: options.item ?? 'thing',
    from: from === undefined ? null : Date.parse(from),
    tariff: {
      charges: read,
      ...(disputable && { disputableSeconds: Number(disputable) }),
      ...(max && { maximum: max }),
      ...(min && { minimum: min }),
    },
  };
}

/** `price p R …` sets one, `unprice p` withdraws it. */
export function priceCommand(
  { state }: World,
  verb: 'price' | 'unprice',
  [id = '', on = '']: string[],
  options: Options,
  base: object,
): Command {
  const price = [...state.prices.values()].flat().find((one) => one.id === id);
  const budgetId = verb === 'price' ? on : (price?.budgetId ?? 'R');
  const { treeId = 'nowhere', revision = 0 } = state.budgets.get(budgetId) ?? {};
  const target = { ...base, treeId, budgetId, ifRevision: Number(options.if ?? revision) };
  if (verb === 'unprice') return command('price_end', { ...target, priceId: id });
  return command('price_set', { ...target, price: { ...priceOf(options), id } });
}
