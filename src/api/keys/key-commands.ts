import type { FastifyRequest } from 'fastify';
import { hashOf, newKeyText } from '../../access/key-text.js';
import type { Principal } from '../../access/principal.js';
import type { KeyInput } from '../../core/commands.js';
import type { KeyView } from '../../core/entries.js';
import { scopeAgainst, UNSCOPED, widening, type Role, type Scopes } from '../../core/keys.js';
import { newId } from '../../ids.js';
import { Problem } from '../problems/problem.js';
import { parseInstant } from '../validation/instant.js';
import type { ChildKeyBody, KeyViewDto, ScopesBody } from './key.dto.js';

/** A key as asked for: without id and text. */
export interface AskedKey {
  name: string;
  role: Role;
  scopes: Scopes;
  expiresAt: number | null;
}

/** Throws a 403 for a key that may do more than the one that asks for it. */
export function keyAsked({ principal }: FastifyRequest, role: Role, body: ChildKeyBody): AskedKey {
  const asked = {
    name: body.name,
    role,
    scopes: scopesOf(body.scopes),
    expiresAt: instantOf(body.expiresAt),
  };
  const scope = widening(principal, asked);
  if (scope !== null)
    throw new Problem('forbidden', `A key cannot give away more than it has: ${scope}.`, { scope });
  return asked;
}

const scopesOf = (body: ScopesBody | null | undefined): Scopes => ({
  actions: body?.actions ?? null,
  vendors: body?.vendors ?? null,
  categories: body?.categories ?? null,
  largestAmount: body?.largestAmount ?? null,
  largestOverdraft: body?.largestOverdraft ?? null,
});

const instantOf = (text: string | null | undefined): number | null =>
  text ? (parseInstant(text)?.getTime() ?? null) : null;

/** The key that a request makes, and the text that its holder gets. */
export function newKey(asked: AskedKey): { input: KeyInput; text: string } {
  const id = newId('key');
  const text = newKeyText(asked.role, id);
  return { input: { ...asked, id, hash: hashOf(text).toString('hex') }, text };
}

/** Why the scopes of a key keep it from reserving this; null if they do not. */
export function scopeProblem(
  principal: Principal,
  asked: { amount: string; vendor: string | null; category: string | null },
): Problem | null {
  const scope = scopeAgainst(principal, asked);
  return scope && new Problem('forbidden', `The key may not reserve this: see its ${scope}.`, { scope });
}

/** A key as its entry tells it, without the hash. Entries are as old as they are: scopes that came later are added. */
export const issuedKey = ({ id, budgetId, name, role, scopes, expiresAt }: KeyView): KeyViewDto => ({
  id,
  budgetId,
  name,
  role,
  scopes: { ...UNSCOPED, ...scopes },
  expiresAt,
});
