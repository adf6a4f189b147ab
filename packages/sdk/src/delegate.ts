import { PurserError } from './errors.js';
import { Money, type MoneyLike } from './money.js';
import { pause } from './pause.js';
import type { Transport } from './transport.js';
import type { components } from './schema.js';
import type { NewChild } from './types.js';

type Schemas = components['schemas'];
type DelegateBody = Schemas['DelegateBody'];
type CloseBody = Schemas['CloseBody'];

export interface DelegateOptions extends Omit<
  DelegateBody,
  'guarantee' | 'ceiling' | 'key' | 'ref' | 'expectedVersion'
> {
  /** The budget that gives. */
  parent: string;
  /**
   * What you call the child: whoever delegates again under this name finds the same child and the same key, also in another process
   * or after a crash. Left out: a new child each time.
   */
  ref?: string;
  /** Carved out of the parent at once. Left out: "0", and the child draws all it needs. */
  guarantee?: MoneyLike;
  /** Up to which the child may draw more. Left out: the guarantee. */
  ceiling?: MoneyLike;
  /** What the child's key may do; all that its role, agent, may where it is left out. */
  key?: { name?: string; scopes?: Schemas['ScopesBody'] | null; expiresAt?: string | null };
  /**
   * With a `ref`: what the child's secret is derived from, at least 32 characters that only you have. Left out: the key of this
   * client; give it where that is rotated, or is a token of a person.
   */
  seed?: string;
  signal?: AbortSignal;
}

export interface CloseOptions extends Omit<CloseBody, 'expectedVersion'> {
  signal?: AbortSignal;
}

/** A child with a key of its own. */
export interface Delegation<C> {
  /** As it was when it was delegated, or found. */
  readonly budget: NewChild;
  /** Whether its `ref` was there already: nothing was set aside, and no setting changed. */
  readonly existed: boolean;
  /** The child's key: what its agent sends, and nothing that this client keeps. */
  readonly key: string;
  /** A client that acts as the child. */
  readonly client: C;
  /**
   * Closes the child and all under it, and resolves when what it had left is back with its parent. No error if it is
   * closed already. Holds are released, or with `holds: 'refuse'` a reason not to close.
   */
  readonly close: (options?: CloseOptions) => Promise<void>;
}

/** The child is there, and its key cannot be known here. Close it, or issue another key for it. */
export class LostKeyError extends Error {
  override readonly name = 'LostKeyError';

  constructor(
    readonly budgetId: string,
    why: string,
  ) {
    super(`The child ${budgetId} of this ref was there already, and its key is lost: ${why}.`);
  }
}

/** What delegation needs of a client. */
export interface Delegator<C> {
  transport: Transport;
  /** The key of the client itself. */
  key: string;
  /** The same client with another key. */
  as(key: string): C;
  /** Whether a key is let in. */
  isLetIn(key: string): Promise<boolean>;
}

const LEAST_SEED = 32;

/** Between the name of a key and what makes its secret its own. */
const SALT = /~([0-9A-Za-z_-]{22})$/;

const CLOSED_LOOK_MS = 500;

/** Gives a part of a budget to somebody, with a key. Throws a {@link LostKeyError}, and what the service refuses. */
export async function delegate<C>(by: Delegator<C>, options: DelegateOptions): Promise<Delegation<C>> {
  const { parent, ref, guarantee = 0, ceiling, key = {}, seed = by.key, signal, ...rest } = options;
  if (ref !== undefined && seed.length < LEAST_SEED)
    throw new TypeError(`a seed has at least ${LEAST_SEED} characters: whoever guesses it has the keys`);
  const secretOf = (salt: string): Promise<string> => derived(seed, [parent, ref ?? '', salt]);
  // Of a ref each child has a salt of its own: whoever had the key of one that was closed has not the key of the next.
  const salt = randomText(16);
  const secret = ref === undefined ? randomText(32) : await secretOf(salt);
  const name = key.name ?? rest.name;
  const { body: budget } = await by.transport.request({
    method: 'post',
    path: '/v1/budgets/{id}/children',
    params: { id: parent },
    body: {
      ...rest,
      ref: ref ?? null,
      guarantee: Money.of(guarantee).toString(),
      ...(ceiling !== undefined && { ceiling: Money.of(ceiling).toString() }),
      key: {
        ...key,
        name: ref === undefined ? name : `${name.slice(0, 170)}~${salt}`,
        secretHash: await hashOf(secret),
      },
    },
    signal,
  });
  const existed = budget.existed === true;
  const text = existed ? await foundKey(by, budget, secretOf) : (budget.key?.prefix ?? '') + secret;
  return {
    budget,
    existed,
    key: text,
    client: by.as(text),
    close: (closing) => close(by.transport, budget.id, closing),
  };
}

/** The key of a child that was there: the same secret follows from the salt that its name has. */
async function foundKey<C>(
  by: Delegator<C>,
  { id, key }: NewChild,
  secretOf: (salt: string) => Promise<string>,
): Promise<string> {
  const [, salt] = SALT.exec(key?.name ?? '') ?? [];
  if (!key || salt === undefined) throw new LostKeyError(id, 'it was made without one, or in another way');
  if (!key.works) throw new LostKeyError(id, 'it was revoked, or has expired');
  const text = key.prefix + (await secretOf(salt));
  if (await by.isLetIn(text)) return text;
  throw new LostKeyError(id, 'it was made from another seed');
}

async function close(transport: Transport, id: string, options: CloseOptions = {}): Promise<void> {
  const { signal, ...body } = options;
  const path = '/v1/budgets/{id}/close';
  try {
    const answer = await transport.request({ method: 'post', path, params: { id }, body, signal });
    if (answer.body.state === 'closed') return;
  } catch (error) {
    // Somebody else has closed it, or is about to.
    if (!(error instanceof PurserError && error.code === 'budget_state')) throw error;
  }
  for (;;) {
    const { body: budget } = await transport.request({
      method: 'get',
      path: '/v1/budgets/{id}',
      params: { id },
      signal,
    });
    if (budget.state === 'closed') return;
    await pause(CLOSED_LOOK_MS, signal);
  }
}

/** 256 bits that nobody finds who has not the seed, as the text of a secret. */
async function derived(seed: string, parts: readonly string[]): Promise<string> {
  const key = await crypto.subtle.importKey('raw', utf8(seed), 'HKDF', false, ['deriveBits']);
  const info = utf8(JSON.stringify(['purser delegation', ...parts]));
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  return base64url(new Uint8Array(await crypto.subtle.deriveBits(hkdf, key, 256)));
}

async function hashOf(secret: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(secret)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const randomText = (bytes: number): string => base64url(crypto.getRandomValues(new Uint8Array(bytes)));

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
