import { LeaveGuard } from '../../forms/unsaved.js';
import { Page } from '../../design/page.js';
import { WebhookList } from '../../parts/webhooks/webhook-list.js';
import { Look } from './look.js';
import { Me } from './me.js';
import { OpenSessions } from './open-sessions.js';

/** What belongs to the reader: who they are here, where else they are signed in, and how the page looks. */
export function MySettingsPage() {
  return (
    <Page title="Settings">
      <Me />
      <OpenSessions />
      <Look />
      <WebhookList budgetId={null}>
        Whoever is sent what happens in what you see. A new one here is sent all of it; one of a single budget
        is added in the settings of that.
      </WebhookList>
      <LeaveGuard />
    </Page>
  );
}
