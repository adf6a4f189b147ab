import { formatAmount } from '../../core/money.js';
import { QUANTITY_SCALE } from '../../core/prices/usage.js';
import type { ChargedEntry } from '../../queries/charged-entries.js';
import type { CsvColumn } from './csv.js';
import { billed, isVirtual, pricedIn, type BilledEntry } from './focus-billing.js';
import { serviceCategoryOf, serviceOf } from './focus-service.js';

/** What entries can be exported as besides their own columns: FinOps FOCUS 1.2, see docs/focus.md. */
export const EXPORT_PROFILES = ['focus'] as const;
export type ExportProfile = (typeof EXPORT_PROFILES)[number];

type Column = CsvColumn<BilledEntry>;
type Cell = ReturnType<Column['of']>;

const text = (name: string, of: (item: BilledEntry) => Cell): Column => ({ name, of });
const decimal = (name: string, of: (item: BilledEntry) => string): Column => ({ name, of, isNumber: true });
/** What does not happen here, or is not known. */
const empty = (name: string): Column => ({ name, of: () => null });

/** Who was paid, where nobody was named: these columns may not be null. */
const NOBODY = 'unknown';
/** What a charge is a price of, and what is counted where nothing else is. */
const CALLS = 'Calls';

const cost = (item: BilledEntry): string => billed(item, item.expense.spent);
/** A charge is priced as a whole, since a price can have many units, tiers and a minimum: it is one of what it costs. */
const unitPrice = (item: BilledEntry): string => billed(item, size(item));
const size = ({ expense: { spent } }: ChargedEntry): bigint => (spent < 0n ? -spent : spent);
const vendor = ({ expense }: ChargedEntry): string => expense.vendor ?? NOBODY;

/** To the second, as the specification has times. */
const time = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
const SECOND_MS = 1_000;

/** When it was recorded or, of a charge that was recorded later, when it happened. */
function happened({ content: { at, kind, reservation } }: ChargedEntry): number {
  const text = (kind === 'charge' ? reservation?.occurredAt : undefined) ?? at;
  return Math.floor(Date.parse(text) / SECOND_MS) * SECOND_MS;
}

/** What was consumed: of one unit so many, else calls. */
function consumed({ expense: { calls, usage } }: ChargedEntry): { quantity: string; unit: string } {
  const [only, more] = [...usage];
  if (!only || more) return { quantity: String(calls), unit: CALLS };
  return { quantity: formatAmount(only[1], QUANTITY_SCALE), unit: only[0] };
}

const skuId = ({ expense: { vendor: name, item, category } }: ChargedEntry): string =>
  `${name ?? NOBODY}/${item ?? category ?? 'call'}`;

/** The price that it was rated by: another one with each version, unlike `SkuPriceId`. */
function priceId({ content: { reservation } }: ChargedEntry): string | null {
  const source = reservation?.price;
  if (!source) return null;
  return 'priceId' in source ? source.priceId : `${source.catalogue}/${source.provider}/${source.model}`;
}

function description({ content: { reservation }, expense }: ChargedEntry): string {
  const what = reservation?.reason ?? expense.item ?? expense.category ?? 'Call';
  return expense.spent < 0n ? `Refund: ${what}` : what;
}

/** The labels of its reservation, of its settlements and its own, and those by which spend keeps it: as text of JSON. */
function tags({ content: { labels, metadata, reservation } }: ChargedEntry): string | null {
  const all = { ...reservation?.metadata, ...reservation?.settlementMetadata, ...metadata, ...labels };
  return Object.keys(all).length > 0 ? JSON.stringify(all) : null;
}

function usage({ expense }: ChargedEntry): string | null {
  if (expense.usage.size === 0) return null;
  const quantities = [...expense.usage].map(([unit, all]) => [unit, formatAmount(all, QUANTITY_SCALE)]);
  return JSON.stringify(Object.fromEntries(quantities));
}

/** The columns of FOCUS 1.2 in the order of the specification, and behind them our own. */
export const FOCUS_COLUMNS: readonly Column[] = [
  empty('AvailabilityZone'),
  // What is priced in credits was billed when these were bought.
  decimal('BilledCost', (item) => (isVirtual(item.currency) ? '0' : cost(item))),
  text('BillingAccountId', ({ content }) => content.treeId),
  text('BillingAccountName', ({ treeName }) => treeName),
  text('BillingAccountType', () => 'Budget tree'),
  text('BillingCurrency', ({ billing, currency }) => billing?.currency ?? currency),
  text('BillingPeriodEnd', ({ month }) => time(month.end)),
  text('BillingPeriodStart', ({ month }) => time(month.start)),
  empty('CapacityReservationId'),
  empty('CapacityReservationStatus'),
  text('ChargeCategory', () => 'Usage'),
  text('ChargeClass', ({ isCorrection }) => (isCorrection ? 'Correction' : null)),
  text('ChargeDescription', description),
  text('ChargeFrequency', () => 'Usage-Based'),
  text('ChargePeriodEnd', (item) => time(happened(item) + SECOND_MS)),
  text('ChargePeriodStart', (item) => time(happened(item))),
  empty('CommitmentDiscountCategory'),
  empty('CommitmentDiscountId'),
  empty('CommitmentDiscountName'),
  empty('CommitmentDiscountQuantity'),
  empty('CommitmentDiscountStatus'),
  empty('CommitmentDiscountType'),
  empty('CommitmentDiscountUnit'),
  decimal('ConsumedQuantity', (item) => consumed(item).quantity),
  text('ConsumedUnit', (item) => consumed(item).unit),
  decimal('ContractedCost', cost),
  decimal('ContractedUnitPrice', unitPrice),
  decimal('EffectiveCost', cost),
  empty('InvoiceId'),
  text('InvoiceIssuerName', vendor),
  decimal('ListCost', cost),
  decimal('ListUnitPrice', unitPrice),
  text('PricingCategory', () => 'Standard'),
  text('PricingCurrency', ({ currency }) => currency),
  decimal('PricingCurrencyContractedUnitPrice', (item) => pricedIn(item, size(item))),
  decimal('PricingCurrencyEffectiveCost', (item) => pricedIn(item, item.expense.spent)),
  decimal('PricingCurrencyListUnitPrice', (item) => pricedIn(item, size(item))),
  decimal('PricingQuantity', ({ expense }) => (expense.spent < 0n ? '-1' : '1')),
  text('PricingUnit', () => CALLS),
  text('ProviderName', vendor),
  text('PublisherName', vendor),
  empty('RegionId'),
  empty('RegionName'),
  empty('ResourceId'),
  empty('ResourceName'),
  empty('ResourceType'),
  text('ServiceCategory', (item) => serviceCategoryOf(serviceOf(item)).category),
  text('ServiceName', serviceOf),
  text('ServiceSubcategory', (item) => serviceCategoryOf(serviceOf(item)).subcategory),
  text('SkuId', skuId),
  text('SkuMeter', (item) => consumed(item).unit),
  empty('SkuPriceDetails'),
  text('SkuPriceId', skuId),
  text('SubAccountId', ({ content }) => content.budgetId),
  text('SubAccountName', ({ budgetName }) => budgetName),
  text('SubAccountType', () => 'Budget'),
  text('Tags', tags),
  text('x_ExternalId', ({ content }) => content.reservation?.externalId),
  text('x_PriceId', priceId),
  text('x_ReservationId', ({ content }) => content.reservation?.id),
  text('x_RunId', ({ expense }) => expense.runId),
  text('x_Usage', usage),
];

/** A line of NDJSON: all columns, null where they are empty. */
export const focusJson = (item: BilledEntry): string =>
  JSON.stringify(Object.fromEntries(FOCUS_COLUMNS.map(({ name, of }) => [name, of(item) ?? null])));
