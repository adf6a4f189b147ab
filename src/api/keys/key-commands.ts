import { hashOf, keyTextPrefix, newKeyText } from '../../access/key-text.js';
import type { KeyInput } from '../../core/commands/inputs.js';
import type { JournaledKey } from '../../core/entries.js';
import { UNSCOPED, type Role, type Scopes } from '../../core/keys.js';
import { newId } from '../../ids/ids.js';
import { parseInstant } from '../validation/instant.js';
import type { ChildKeyBody, IssueKeyBody, NewKeyDto, ScopesBody } from './key.dto.js';

/** A key as asked for: without id and text. */
export interface AskedKey {
  name: string;
  role: Role;
  /** Without runs where none are asked for, so that the fingerprint of a request stays what it was. */
  scopes: Omit<Scopes, 'runs'> & { runs?: string[] };
  expiresAt: number | null;
  holder?: 'self' | 'other';
  /** Of a secret that the caller chose. Absent where the service makes it. */
  secretHash?: string;
}

export const keyAsked = (role: Role, body: ChildKeyBody & Pick<IssueKeyBody, 'holder'>): AskedKey => ({
  name: body.name,
  role,
  scopes: scopesOf(body.scopes),
  expiresAt: instantOf(body.expiresAt),
  ...(body.holder && { holder: body.holder }),
  ...(body.secretHash && { secretHash: body.secretHash }),
});

const scopesOf = (body: ScopesBody | null | undefined): AskedKey['scopes'] => ({
  actions: body?.actions ?? null,
  vendors: body?.vendors ?? null,
  categories: body?.categories ?? null,
  ...(body?.runs && { runs: body.runs }),
  largestAmount: body?.largestAmount ?? null,
  largestOverdraft: body?.largestOverdraft ?? null,
});

const instantOf = (text: string | null | undefined): number | null =>
  text ? (parseInstant(text)?.getTime() ?? null) : null;

/** The key that a request makes, and the text that its holder gets. */
export function newKeyCommand({ secretHash, ...asked }: AskedKey): { input: KeyInput; text: string | null } {
  const { id, hash, text } = newKeySecret(asked.role, secretHash);
  const scopes: Scopes = { ...asked.scopes, runs: asked.scopes.runs ?? null };
  return { input: { ...asked, scopes, id, hash }, text };
}

/** What makes a key one of its own: its id, the hash that is kept, and its text where the caller has not chosen the secret. */
export function newKeySecret(
  role: Role,
  chosen: string | null | undefined,
): { id: string; hash: string; text: string | null } {
  const id = newId('key');
  if (chosen) return { id, hash: chosen, text: null };
  const text = newKeyText(role, id);
  return { id, hash: hashOf(text).toString('hex'), text };
}

/**
 * A key without its hash, and whether it works at a time, which its entry does not know. Entries are
 * as old as they are: what came later is added.
 */
export const issuedKey = (
  key: JournaledKey & { revokedAt?: string },
  now: number,
): Omit<NewKeyDto, 'secret'> => ({
  id: key.id,
  budgetId: key.budgetId,
  name: key.name,
  role: key.role,
  scopes: { ...UNSCOPED, ...key.scopes },
  expiresAt: key.expiresAt,
  holder: key.holder ?? key.id,
  issuedBy: [...(key.issuedBy ?? [])],
  madeFrom: key.madeFrom ?? null,
  prefix: keyTextPrefix(key.role, key.id),
  works: key.revokedAt === undefined && (key.expiresAt === null || Date.parse(key.expiresAt) > now),
});
