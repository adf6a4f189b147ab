import type { EntryView } from '../../queries/journal-queries.js';
import type { ReservationListItem } from '../../queries/reservation-item.js';
import { spendNameOf, type SpendItem } from '../../queries/spend-queries.js';
import type { SpendGroup } from '../../queries/spend-question.js';
import type { StatementItem } from '../../queries/statement-export.js';
import type { CsvColumn } from './csv.js';

/** A column that shows the field of its name. */
const field = <T>(name: keyof T & string): CsvColumn<T> => ({
  name,
  of: (item) => item[name] as string | null | undefined,
});

/** The same of what is a number, as text where it is an amount. */
const number = <T>(name: keyof T & string): CsvColumn<T> => ({ ...field<T>(name), isNumber: true });

const json = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

/** Reservations, a row each. Read by many: a new column comes at the end, and none goes away. */
export const RESERVATION_FIELDS: readonly CsvColumn<ReservationListItem>[] = [
  ...(['id', 'treeId', 'budgetId', 'budgetName', 'state'] as const).map(field<ReservationListItem>),
  ...(['amount', 'held', 'committed', 'refunded', 'overdrawn'] as const).map(number<ReservationListItem>),
  { name: 'claimed', of: ({ claim }) => claim?.amount, isNumber: true },
  ...(['vendor', 'category', 'item', 'runId', 'taskId', 'externalId'] as const).map(
    field<ReservationListItem>,
  ),
  ...(['reason', 'overage', 'createdAt', 'occurredAt', 'expiresAt', 'settledAt'] as const).map(
    field<ReservationListItem>,
  ),
  { name: 'usage', of: ({ usage }) => json(usage) },
  { name: 'price', of: ({ price }) => json(price) },
  { name: 'metadata', of: ({ metadata }) => json(metadata) },
  { name: 'outcomeType', of: ({ outcome }) => outcome?.type },
  { name: 'evidence', of: ({ outcome }) => json(outcome?.evidence) },
  { name: 'disputed', of: ({ dispute }) => dispute?.amount, isNumber: true },
  { name: 'disputeState', of: ({ dispute }) => dispute?.state },
  field<ReservationListItem>('refundExternalId'),
  { name: 'refundedUsage', of: ({ refundedUsage }) => json(refundedUsage) },
  { name: 'settlementMetadata', of: ({ settlementMetadata }) => json(settlementMetadata) },
  field<ReservationListItem>('onExpiry'),
];

/** What an entry says of the call it is about: of its reservation or, of what was denied before there was one, of the request. */
const ofCall = (name: 'vendor' | 'category' | 'item' | 'runId'): CsvColumn<EntryView> => ({
  name,
  of: ({ content: { reservation, requested } }) => {
    const value = (reservation as Record<string, unknown> | undefined)?.[name] ?? requested?.[name];
    return typeof value === 'string' ? value : null;
  },
});

/** Entries, a row each: what can be said in a row. Their contents whole are in NDJSON. The same holds for new columns. */
export const ENTRY_FIELDS: readonly CsvColumn<EntryView>[] = [
  { name: 'at', of: ({ content }) => content.at },
  { name: 'treeId', of: ({ content }) => content.treeId },
  { name: 'budgetId', of: ({ content }) => content.budgetId },
  { name: 'version', of: ({ content }) => content.version },
  { name: 'kind', of: ({ content }) => content.kind },
  { name: 'outcome', of: ({ content }) => content.outcome },
  { name: 'code', of: ({ content }) => content.denial?.code },
  { name: 'principal', of: ({ content }) => content.by },
  { name: 'reservationId', of: ({ content }) => content.reservation?.id },
  ...(['vendor', 'category', 'item', 'runId'] as const).map(ofCall),
  { name: 'externalId', of: ({ content }) => content.reservation?.externalId },
  ...(['allocated', 'reserved', 'delegated', 'spent', 'overdraft'] as const).map((name) => ({
    name,
    of: ({ content }: EntryView) => content.deltas[name],
    isNumber: true as const,
  })),
  { name: 'available', of: ({ content }) => content.balances.available, isNumber: true },
  { name: 'reason', of: ({ content }) => content.reason },
  { name: 'hash', of: ({ hash }) => hash },
  { name: 'outcomeType', of: ({ content }) => content.reservation?.outcome?.type },
  { name: 'evidence', of: ({ content }) => json(content.reservation?.outcome?.evidence) },
  { name: 'refundExternalId', of: ({ content }) => content.externalId },
  { name: 'usage', of: ({ content }) => json(content.usage) },
  { name: 'metadata', of: ({ content }) => json(content.metadata) },
];

/** A field of rows of a statement, where they have it. */
const ofStatement = (
  name: string,
  of: (item: StatementItem) => unknown = (item) => item[name as keyof StatementItem],
): CsvColumn<StatementItem> => ({ name, of: (item) => of(item) as string | number | null | undefined });

/** The same of what is a number. */
const numberOfStatement = (...field: Parameters<typeof ofStatement>): CsvColumn<StatementItem> => ({
  ...ofStatement(...field),
  isNumber: true,
});

/** `amount` of one kind of rows, in a column of its own: amounts that mean different things do not stand below each other. */
const amountOf = (row: StatementItem['row'], name: string): CsvColumn<StatementItem> =>
  numberOfStatement(name, (item) => (item.row === row && 'amount' in item ? item.amount : null));

/** A statement: `spent` and `fee` add up to its total. New columns come at the end. */
export const STATEMENT_FIELDS: readonly CsvColumn<StatementItem>[] = [
  ...['row', 'vendor', 'category', 'item'].map((name) => ofStatement(name)),
  ...['paid', 'refunded', 'spent', 'calls'].map((name) => numberOfStatement(name)),
  { name: 'usage', of: (item) => json(item.row === 'line' ? item.usage : null) },
  amountOf('base_fee', 'fee'),
  ...['budgetId', 'priceId', 'unit'].map((name) => ofStatement(name)),
  numberOfStatement('above'),
  amountOf('tier', 'tierAmount'),
  ...['per', 'quantity'].map((name) => numberOfStatement(name)),
  ...['kind', 'month'].map((name) => ofStatement(name)),
  amountOf('correction', 'corrected'),
  numberOfStatement('entries'),
  ...['timezone', 'currency', 'from', 'to', 'state', 'asOf'].map((name) => ofStatement(name)),
];

/** Spend, a row for each group: what it is named by, in the order asked for, and its sums. */
export const spendFields = (groups: readonly SpendGroup[]): CsvColumn<SpendItem>[] => [
  ...groups.map((group) => field<SpendItem>(spendNameOf(group))),
  ...(['spent', 'refunded', 'reserved', 'calls', 'denied'] as const).map(number<SpendItem>),
  { name: 'usage', of: ({ usage }) => json(usage) },
];
