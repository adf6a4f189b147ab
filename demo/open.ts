import { spawn } from 'node:child_process';
import type { Purser } from '@purser/sdk';

/** Calls that wait for whoever opens the console. */
const WISHES = [
  { amount: '0.0142', item: 'claude-sonnet', reason: 'reads the whole change once more, with the tests' },
  {
    amount: '0.0118',
    item: 'claude-haiku',
    reason: 'compares the change with the last three of the same files',
  },
  { amount: '0.0175', item: 'gpt-4o', reason: 'writes the summary for the release notes' },
];

/** A tree of its own: what the hour has left of the team's may be nothing. Above the limit a person is asked, for an hour. */
const RELEASE = {
  name: 'release',
  currency: 'USD',
  allocation: '5',
  envelopes: [
    {
      name: 'for the reader',
      window: 'transaction' as const,
      limit: '0.01',
      onExceed: 'approve' as const,
      approve: { approvals: 1, withinSeconds: 3_600 },
    },
  ],
};

/** Leaves calls of an agent that wait for an answer, so that there is something to decide. */
export async function leaveWaiting(admin: Purser): Promise<void> {
  const { id: budgetId } = await admin.budgets.create(RELEASE);
  const { secret } = await admin.keys.issue(budgetId, { name: 'release notes', role: 'agent' });
  const agent = admin.as(secret ?? '');
  for (const { amount, item, reason } of WISHES)
    await agent.reservations.create({
      budgetId,
      amount,
      vendor: item.startsWith('gpt') ? 'openai' : 'anthropic',
      item,
      category: 'llm',
      runId: 'release/for-you',
      ttlSeconds: 3_600,
      reason,
      context: { repository: 'billing', files: 14, lines: 611 },
    });
}

export interface Opening {
  readonly url: string;
  readonly key: string;
  readonly say: (line?: string) => void;
}

/** Says how to get into the console, and opens it where there is a desktop. */
export function openConsole({ url, key, say }: Opening): void {
  say();
  say(`  The console: ${url}`);
  say(`  Sign in with this key: ${key}`);
  say('  Ctrl-C ends the service, and takes its data with it.');
  const opener = openerOf(process.platform, process.env);
  if (!opener) return;
  // Where it cannot be started the address is there to be opened by hand.
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

/** What opens an address on a desktop; null where there is none. */
export function openerOf(
  platform: NodeJS.Platform,
  { DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION }: NodeJS.ProcessEnv,
): string | null {
  if (SSH_CONNECTION) return null;
  if (platform === 'darwin') return 'open';
  if (platform === 'win32') return 'explorer';
  return DISPLAY || WAYLAND_DISPLAY ? 'xdg-open' : null;
}
