import { Filters, type Filter, type FilterValues } from '../../design/filters.js';
import { useBudgetFilter } from '../../parts/budget-filter.js';
import { named, ORDER_FILTER } from '../../parts/search-filters.js';
import { CODES, KINDS } from './entry-search.js';

/** All that entries are searched by, but for the budget. */
const FILTERS: readonly Filter[] = [
  {
    name: 'outcome',
    label: 'Outcome',
    kind: 'choice',
    choices: [
      ['accepted', 'accepted'],
      ['denied', 'denied'],
    ],
  },
  { name: 'code', label: 'Denied because', kind: 'choice', choices: named(CODES) },
  { name: 'vendor', label: 'Vendor', placeholder: 'openai' },
  { name: 'from', label: 'From (your time)', kind: 'time' },
  { name: 'to', label: 'Before', kind: 'time' },
  { name: 'principal', label: 'By', seldom: true, placeholder: 'key_…, user:ann or purser' },
  { name: 'runId', label: 'Run', seldom: true },
  { name: 'externalId', label: 'Id of the vendor', seldom: true },
  { name: 'reservationId', label: 'Reservation', seldom: true, placeholder: 'rsv_…' },
  { name: 'outcomeType', label: 'What came of it', seldom: true, placeholder: 'ticket_resolved' },
  { name: 'metadata', label: 'Label', seldom: true, placeholder: 'team:search' },
  ORDER_FILTER,
  {
    name: 'scope',
    label: 'Budgets below it',
    kind: 'choice',
    seldom: true,
    choices: [
      ['subtree', 'with them'],
      ['self', 'without them'],
    ],
  },
  { name: 'kind', label: 'Kind', kind: 'choices', seldom: true, choices: named(KINDS) },
];

export interface JournalFiltersProps {
  readonly values: FilterValues;
  readonly search: (values: FilterValues) => void;
}

export function JournalFilters({ values, search }: JournalFiltersProps) {
  const budget = useBudgetFilter(values);
  return <Filters label="Journal" filters={[budget, ...FILTERS]} values={values} search={search} />;
}
