import type { AdminKeyOrigin } from '../database/admin-key.js';

/** What the first screen shows. */
export interface Welcome {
  /** For example http://127.0.0.1:3000. */
  readonly url: string;
  /** Where all metrics are, if they have a port. */
  readonly metrics?: string | undefined;
  /** Where data lives, in words. */
  readonly data: string;
  readonly adminKey: AdminKeyOrigin;
}

/** The first screen: all that somebody needs who has just started the service, down to a command to paste. */
export function welcome({ url, metrics, data, adminKey }: Welcome): string {
  return `
  Purser

  URL        ${url}
  Docs       ${url}/docs
${metrics ? `  Metrics    ${metrics}\n` : ''}  Data       ${data}
  Admin key  ${adminKeyLine(adminKey)}

  ${adminKey.kind === 'made' ? 'Put the key into your shell, and make a first budget:' : 'Make a first budget, with the admin key in PURSER_ADMIN_KEY of your shell:'}

${adminKey.kind === 'made' ? `  export PURSER_ADMIN_KEY=${adminKey.key}\n` : ''}${curl(url)}

`;
}

function adminKeyLine(adminKey: AdminKeyOrigin): string {
  switch (adminKey.kind) {
    case 'made':
      return `${adminKey.key}  (made now and shown only this once: keep it)`;
    case 'environment':
      return 'the one in PURSER_ADMIN_KEY';
    case 'kept':
      return 'the one shown on the first start (to replace it, start with PURSER_ADMIN_KEY set)';
  }
}

/** Works when pasted as it is: the key comes from the shell's variable, as in the README. */
function curl(url: string): string {
  return `  curl -sS ${url}/v1/budgets \\
    -H "Authorization: Bearer $PURSER_ADMIN_KEY" \\
    -H "Idempotency-Key: first-budget" \\
    -H "Content-Type: application/json" \\
    -d '{"name":"demo","currency":"USD","allocation":"100"}'`;
}
