import { Link } from '@tanstack/react-router';
import { api } from '../../api/client.js';
import { Loaded } from '../../design/loaded.js';
import { Section } from '../../design/page.js';
import type { EntryName } from '../../parts/entry-ids.js';
import { EntryDetails } from '../../parts/entry-details.js';
import { KeyRules } from './key-rules.js';
import { PathRules } from './path-rules.js';
import type { TreeLook } from './tree-look.js';
import { TryNow } from './try-now.js';
import { useExplained, type DecidedContent } from '../../parts/use-explained.js';
import { VerdictHead } from './verdict-head.js';
import { violationsElsewhere } from './verdicts.js';
import { ElsewhereRules } from './elsewhere-rules.js';
import { wishOf } from './wish.js';

/** What an entry records of its decision, and the rules on the path as they were then. */
export function ExplainedDecision({ name }: { readonly name: EntryName }) {
  const query = useExplained(name);
  const { data: budget } = api.useQuery('get', '/v1/budgets/{id}', {
    params: { path: { id: name.budgetId } },
  });
  const look = { currency: budget?.currency, scale: budget?.scale, zone: budget?.timezone };
  return (
    <Loaded query={query} lines={10}>
      {({ content, hash, previousHash, detail, path = [], pathAbove = 0 }) => (
        <>
          <VerdictHead entry={content} look={look} />
          <Section title="The rules as they were">
            <KeyRules entry={content} look={look} />
            {path.map((budget) => (
              <PathRules key={budget.budgetId} entry={content} budget={budget} look={look} />
            ))}
            <ElsewhereRules
              violations={violationsElsewhere(content, path)}
              omitted={content.denial?.violationsOmitted ?? 0}
              above={pathAbove}
              look={look}
            />
            <p className="muted small">
              How far a limit was used is recorded where it was in the way or counted something. Of the others
              it is known that they let it pass.
            </p>
          </Section>
          <Trying entry={content} look={look} />
          <Section
            title="The entry"
            aside={
              <Link to="/journal" search={{ budgetId: content.budgetId, scope: 'self' }}>
                The journal of this budget
              </Link>
            }
          >
            <EntryDetails isExplained entry={content} sealed={{ hash, previousHash, detail }} {...look} />
          </Section>
        </>
      )}
    </Loaded>
  );
}

function Trying({ entry, look }: { readonly entry: DecidedContent; readonly look: TreeLook }) {
  const wish = wishOf(entry);
  return (
    wish && (
      <Section title="Today">
        <TryNow wish={wish} look={look} />
      </Section>
    )
  );
}
