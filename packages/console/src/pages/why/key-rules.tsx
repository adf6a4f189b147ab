import { api } from '../../api/client.js';
import { Amount } from '../../design/amount.js';
import { Said } from '../../design/said.js';
import { HolderName } from '../../parts/names.js';
import type { TreeLook } from './tree-look.js';
import { Rule } from './rule.js';
import type { DecidedContent } from '../../parts/use-explained.js';
import { scopeViolations } from './verdicts.js';
import styles from './why.module.css';

const NAMES = {
  scope_vendor: 'Vendors',
  scope_category: 'Categories',
  scope_run: 'Runs',
  scope_amount: 'Amount',
};

const PARTS = [
  ['scope_vendor', 'vendors'],
  ['scope_category', 'categories'],
  ['scope_run', 'runs'],
] as const;

/** What the key allowed that asked. The scopes of a key never change, so that those of today were those of then. */
export function KeyRules({ entry, look }: { readonly entry: DecidedContent; readonly look: TreeLook }) {
  const id = entry.request?.credential ?? entry.by;
  const isKey = id.startsWith('key_');
  const key = api.useQuery(
    'get',
    '/v1/keys/{id}',
    { params: { path: { id } } },
    { enabled: isKey, retry: false },
  );
  if (entry.by === 'purser') return null;
  const broken = scopeViolations(entry);
  const scopes = key.data?.scopes;
  const verdict = (rule: string) => (broken.some((one) => one.rule === rule) ? 'in the way' : 'let it pass');
  const tooLarge = broken.find(({ rule }) => rule === 'scope_amount');
  const largest = scopes?.largestAmount ?? tooLarge?.limit;
  const rules = PARTS.flatMap(([rule, part]) => {
    const names = scopes?.[part];
    const violation = broken.find((one) => one.rule === rule);
    if (!names && !violation) return [];
    return [
      <Rule key={rule} name={NAMES[rule]} verdict={verdict(rule)}>
        {names && (
          <p>
            only <Said text={names.join(', ')} />
          </p>
        )}
        {violation && (
          <p className="muted">{violation.key ? <Said text={violation.key} /> : 'None'} was asked for</p>
        )}
      </Rule>,
    ];
  });
  return (
    <article className={styles.budget}>
      <h3>
        The key of <HolderName holder={entry.by} />
      </h3>
      {rules.length === 0 && largest === undefined ? (
        <p className="muted">
          {isKey && !key.data
            ? 'What it allowed cannot be read with your key. None of it was in the way.'
            : 'It had no scopes: nothing of it was in the way.'}
        </p>
      ) : (
        <ul className={styles.rules}>
          {rules}
          {largest !== undefined && largest !== null && (
            <Rule name={NAMES.scope_amount} verdict={verdict('scope_amount')}>
              at most <Amount value={largest} currency={look.currency} scale={look.scale} /> each
              {tooLarge?.requested !== undefined && (
                <p className="muted">
                  this was <Amount value={tooLarge.requested} scale={look.scale} />
                </p>
              )}
            </Rule>
          )}
        </ul>
      )}
    </article>
  );
}
