import { Amount } from '../design/amount.js';
import { Loaded } from '../design/loaded.js';
import { Said } from '../design/said.js';
import { Table } from '../design/table.js';
import { changedValues } from './changed-values.js';
import type { EntryContent } from './entry-content.js';
import { useExplained, type PathBudget } from './use-explained.js';

/** Entries that record how something is from then on, and not how it was. */
const CHANGES: ReadonlySet<EntryContent['kind']> = new Set(['update', 'envelope_update']);

export const changesSettings = ({ kind, outcome }: EntryContent): boolean =>
  outcome === 'accepted' && CHANGES.has(kind);

interface EntryChangesProps {
  readonly entry: EntryContent;
  readonly scale: number | undefined;
}

/** What a change of settings made of what: the entry has what is new, the journal before it what was old. */
export function EntryChanges({ entry, scale }: EntryChangesProps) {
  const query = useExplained(entry);
  return (
    <Loaded query={query} lines={2}>
      {({ path }) => {
        const budget = path?.find(({ budgetId }) => budgetId === entry.budgetId);
        return <Changed entry={entry} scale={scale} budget={budget} />;
      }}
    </Loaded>
  );
}

/** The settings that it changed, as they were and as they are since; undefined where the journal does not say any more. */
function changedIn({ kind, settings, envelope }: EntryContent, budget: PathBudget | undefined) {
  if (kind === 'update') return budget?.settings && settings && changedValues(budget.settings, settings);
  const before = budget?.envelopes?.find(({ id }) => id === envelope?.id);
  return before && envelope && changedValues(before, envelope);
}

function Changed({ entry, scale, budget }: EntryChangesProps & { readonly budget: PathBudget | undefined }) {
  const values = changedIn(entry, budget);
  if (!values)
    return <p className="muted">What it was before lies too far back in the journal to be shown.</p>;
  if (values.length === 0) return <p className="muted">All of it is as it was before.</p>;
  const isAmount = (name: string): boolean =>
    ['guarantee', 'ceiling'].includes(name) || (name === 'limit' && entry.envelope?.metric === 'amount');
  const shown = (name: string, value: string | null) =>
    value === null ? '–' : isAmount(name) ? <Amount value={value} scale={scale} /> : <Said text={value} />;
  return (
    <Table
      label="What changed"
      rows={values}
      keyOf={({ name }) => name}
      columns={[
        { head: 'Setting', cell: ({ name }) => <Said text={name} /> },
        { head: 'Before', cell: ({ name, before }) => shown(name, before), fill: true },
        { head: 'After', cell: ({ name, after }) => shown(name, after), fill: true },
      ]}
    />
  );
}
