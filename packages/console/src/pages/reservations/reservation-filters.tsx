import { Filters, type Filter, type FilterValues } from '../../design/filters.js';
import { useBudgetFilter } from '../../parts/budget-filter.js';
import { named, ORDER_FILTER } from '../../parts/search-filters.js';
import { STATES } from '../../parts/reservation-badge.js';
import { DISPUTE_STATES } from './reservation-search.js';

/** All that reservations are searched by, but for the budget. */
const FILTERS: readonly Filter[] = [
  { name: 'vendor', label: 'Vendors', placeholder: 'openai,anthropic' },
  { name: 'runId', label: 'Run' },
  { name: 'externalId', label: 'Id of the vendor' },
  { name: 'createdFrom', label: 'Made from (your time)', kind: 'time' },
  { name: 'createdTo', label: 'Made before', kind: 'time' },
  { name: 'state', label: 'State', kind: 'choices', choices: STATES },
  { name: 'principal', label: 'Asked by', seldom: true, placeholder: 'key_… or user:ann' },
  { name: 'item', label: 'Item', seldom: true, placeholder: 'gpt-4o' },
  { name: 'category', label: 'Category', seldom: true },
  { name: 'taskId', label: 'Task', seldom: true },
  { name: 'outcomeType', label: 'What came of it', seldom: true, placeholder: 'ticket_resolved' },
  { name: 'metadata', label: 'Label', seldom: true, placeholder: 'team:search' },
  {
    name: 'claimed',
    label: 'Claim',
    kind: 'choice',
    seldom: true,
    choices: [
      ['true', 'something is claimed'],
      ['false', 'nothing is claimed'],
    ],
  },
  { name: 'settledFrom', label: 'Settled from (your time)', kind: 'time', seldom: true },
  { name: 'settledTo', label: 'Settled before', kind: 'time', seldom: true },
  {
    name: 'orderBy',
    label: 'In the order of',
    kind: 'choice',
    seldom: true,
    choices: [
      ['createdAt', 'the request'],
      ['settledAt', 'the settlement'],
    ],
  },
  ORDER_FILTER,
  {
    name: 'subtree',
    label: 'Budgets below it',
    kind: 'choice',
    seldom: true,
    choices: [
      ['true', 'with them'],
      ['false', 'without them'],
    ],
  },
  { name: 'dispute', label: 'Dispute', kind: 'choices', seldom: true, choices: named(DISPUTE_STATES) },
];

export interface ReservationFiltersProps {
  readonly values: FilterValues;
  readonly search: (values: FilterValues) => void;
}

export function ReservationFilters({ values, search }: ReservationFiltersProps) {
  const budget = useBudgetFilter(values);
  return <Filters label="Reservations" filters={[budget, ...FILTERS]} values={values} search={search} />;
}
