import type { BrowserSession } from '../../access/sessions.js';

/** What the log says of a session: who acts, and nothing that opens it. */
export const loggedOf = ({ id, principal, signedInBy }: BrowserSession): object => ({
  session: id,
  holder: principal.id,
  signedInBy,
});
