import type { FoundEntry } from '@purser/sdk';
import { EntryLine } from './entry-line.js';

/** What a search of the journal has found, each as a sentence that opens. */
export function EntriesList({ entries }: { readonly entries: readonly FoundEntry[] }) {
  return (
    <ol>
      {entries.map(({ content, budget, reservation: _, ...sealed }) => (
        <EntryLine
          key={`${content.budgetId} ${content.version}`}
          entry={content}
          sealed={sealed}
          currency={budget?.currency}
          scale={budget?.scale}
          zone={budget?.timezone}
        />
      ))}
    </ol>
  );
}
