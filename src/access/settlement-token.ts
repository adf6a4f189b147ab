import { randomBytes } from 'node:crypto';
import { UNSCOPED } from '../core/keys.js';
import { payeeOf, tokenPrefix } from '../core/settlement-tokens.js';
import { ID_PREFIXES, SUFFIX, idOf, uuidOf } from '../ids/ids.js';
import type { WriteClient } from '../database/connections.js';
import { run } from '../database/run.js';
import { Coalescer } from '../runtime/coalesce.js';
import { isTextOf } from './key-text.js';
import type { Principal } from './principal.js';

/** What a settlement token looks like: `pst_<id of its reservation>_<secret>`, where the secret is 256 random bits, as of a key. */
const PATTERN = new RegExp(`^pst_(${SUFFIX})_[A-Za-z0-9_-]{43}$`);

export const newTokenText = (reservationId: string): string =>
  tokenPrefix(reservationId) + randomBytes(32).toString('base64url');

/** The reservation in the text of a token; null if it is none. */
export function reservationIn(text: string): string | null {
  const suffix = PATTERN.exec(text)?.[1];
  return suffix === undefined ? null : `${ID_PREFIXES.reservation}_${suffix}`;
}

interface TokenRow {
  id: string;
  budget_id: string;
  hash: string;
}

const statement = `
SELECT id, budget_id, settlement_token ->> 'hash' AS hash
FROM reservations
WHERE id = ANY ($1::uuid[]) AND settlement_token ->> 'revokedAt' IS NULL AND settlement_token IS NOT NULL`;

/** Those who are paid: each has the token of one reservation. Looked up each time, since none is used often. */
export class SettlementTokens {
  private readonly questions = new Coalescer<string, Map<string, TokenRow>>();

  constructor(private readonly sql: WriteClient) {}

  /** Who has this token of a reservation; null for one that is not known, or was revoked. */
  async verify(text: string, reservationId: string): Promise<Principal | null> {
    const found = await this.questions.ask('tokens', reservationId, (ids) => this.read(ids));
    const row = found.get(reservationId);
    if (!row || !isTextOf(Buffer.from(row.hash, 'hex'), text)) return null;
    return {
      id: payeeOf(reservationId),
      keyId: null,
      issuedBy: [],
      name: 'settlement token',
      role: 'agent',
      budgetId: idOf('budget', row.budget_id),
      // None of what keys may do.
      scopes: { ...UNSCOPED, actions: [] },
      expiresAt: null,
      settles: reservationId,
    };
  }

  private async read(ids: string[]): Promise<Map<string, TokenRow>> {
    const rows = await run<TokenRow>(this.sql, statement, [`{${ids.map(uuidOf).join(',')}}`]);
    return new Map(rows.map((row) => [idOf('reservation', row.id), row]));
  }
}
