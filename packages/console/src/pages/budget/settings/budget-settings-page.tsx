import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { LeaveGuard } from '../../../forms/unsaved.js';
import { WebhookList } from '../../../parts/webhooks/webhook-list.js';
import { useBudget } from '../budget-context.js';
import { GeneralSettings } from './general.js';
import { KeySettings } from './keys.js';
import { LimitSettings } from './limits.js';
import { PolicySettings } from './policy.js';
import { PriceSettings } from './prices.js';
import { SETTINGS_PARTS, type SettingsPart } from './settings-parts.js';
import styles from './settings.module.css';

const NAMES: Readonly<Record<SettingsPart, string>> = {
  general: 'General',
  limits: 'Limits',
  prices: 'Prices',
  policy: 'Policy',
  keys: 'Keys',
  webhooks: 'Webhooks',
};

/** What can be set of a budget, part by part. */
export function BudgetSettingsPage() {
  const { part = 'general' } = useSearch({ from: '/signed-in/budgets/$id/settings' });
  const { id, state } = useBudget();
  return (
    <div className={styles.page}>
      <nav aria-label="Settings">
        <ul className={styles.parts}>
          {SETTINGS_PARTS.map((one) => (
            <li key={one}>
              <Link
                to="/budgets/$id/settings"
                params={{ id }}
                search={one === 'general' ? {} : { part: one }}
                activeOptions={{ exact: true }}
              >
                {NAMES[one]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div>
        {state === 'closed' && <p className="muted">This budget is closed: its settings stay as they are.</p>}
        <Part part={part} />
      </div>
      <LeaveGuard />
    </div>
  );
}

/** Each begins anew: what was opened in one is no part of another. */
function Part({ part }: { readonly part: SettingsPart }): ReactNode {
  const budget = useBudget();
  switch (part) {
    case 'general':
      return <GeneralSettings budget={budget} />;
    case 'limits':
      return <LimitSettings budget={budget} />;
    case 'prices':
      return <PriceSettings budget={budget} />;
    case 'policy':
      return <PolicySettings budget={budget} />;
    case 'keys':
      return <KeySettings budget={budget} />;
    case 'webhooks':
      return (
        <WebhookList budgetId={budget.id}>
          Whoever is sent what happens to this budget and to all below it. Those that are set above it are
          sent it as well, and stand there.
        </WebhookList>
      );
  }
}
