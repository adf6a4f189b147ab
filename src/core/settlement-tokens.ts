// The type below is JSON, with its keys in the order of canonical text: see ledger/seal.ts.

/** Lets whoever has it settle one reservation, up to what is held. The text itself is nowhere: only its hash is kept. */
export type SettlementToken = {
  /** SHA-256 of the whole token, or of its secret, hexadecimal. */
  hash: string;
  revokedAt: string | null;
};

/** Puts a token back in the order of its keys, which a database does not keep. */
export const tokenOf = ({ hash, revokedAt }: SettlementToken): SettlementToken => ({ hash, revokedAt });

/** Names whoever has the token of a reservation, in the journal for ever. */
export const payeeOf = (reservationId: string): string => `payee:${reservationId}`;

/** What the token of a reservation begins with, `pst_` and its id; its secret follows. */
export const tokenPrefix = (reservationId: string): string =>
  `pst_${reservationId.slice(reservationId.indexOf('_') + 1)}_`;

/** What those who may read a reservation learn of its token; null where it has none. */
export const settleableView = (
  reservationId: string,
  token: SettlementToken | null | undefined,
): { prefix: string; revokedAt: string | null } | null =>
  token ? { prefix: tokenPrefix(reservationId), revokedAt: token.revokedAt } : null;
