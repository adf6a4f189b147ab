import { api } from '../../api/client.js';
import { Facts } from '../../design/facts.js';
import { Section } from '../../design/page.js';
import { Time } from '../../design/time.js';
import { BudgetName } from '../../parts/names.js';
import { useSession } from '../../session/session.js';

/** Who the page acts for, and what they may do where. */
export function Me() {
  const { name, holder, role, actions, budgetId, signedInBy } = useSession();
  const { data: principal } = api.useQuery('get', '/v1/principal', {}, { enabled: actions.includes('read') });
  const { vendors, categories, runs, largestAmount } = principal?.scopes ?? {};
  return (
    <Section title="You">
      <Facts
        facts={[
          ['Name', name],
          ['In the journal', holder],
          ['Role', role],
          ['Where', budgetId === null ? 'everywhere' : <BudgetName key="where" id={budgetId} />],
          ['What you may do', actions.join(', ')],
          ['Signed in with', signedInBy === 'key' ? 'a key' : 'OpenID Connect'],
          ['The key ends', principal?.expiresAt && <Time key="ends" at={principal.expiresAt} />],
          ['Only for vendors', vendors?.join(', ')],
          ['Only of categories', categories?.join(', ')],
          ['Only for runs', runs?.join(', ')],
          ['At most at once', largestAmount],
        ]}
      />
    </Section>
  );
}
