import { timingSafeEqual } from 'node:crypto';
import type { WriteClient } from '../database/connections.js';
import { Coalescer } from '../runtime/coalesce.js';
import { Worker } from '../runtime/worker.js';
import { ADMIN, UNSCOPED } from '../core/keys.js';
import { uuidOf } from '../ids/ids.js';
import { hashOf, isTextOf, keyIdOf } from './key-text.js';
import type { Principal } from './principal.js';
import { readAdmins, readChanges, readKeys, readKeysOf, type KeptKey } from './sql/read-keys.js';

/** How often a replica looks for keys that others have revoked. */
const LOOK_MS = 300;

/** A change may be committed this long after the time that it bears: no statement of the write path takes longer. */
const LOOK_BACK_MS = 60_000;

/** How many keys are kept in memory; those read first make room. */
const KEPT = 20_000;

export interface KeyRingOptions {
  lookMs?: number;
  onFault?: (error: unknown) => void;
}

/**
 * The keys that open the API. Those in use are kept in memory, as hashes; what changes in the database (a key revoked or
 * given an end, on any replica) is seen within a third of a second.
 */
export class KeyRing {
  /** By id, in the order in which they were read. */
  private readonly kept = new Map<string, KeptKey>();
  private admins: Buffer[] = [];
  private readonly questions = new Coalescer<string, void>();
  private readonly worker: Worker;
  /** The database's clock, when it was last read, less this process's. */
  private clockOffset = 0;
  private seenUntil = 0;

  constructor(
    private readonly sql: WriteClient,
    { lookMs = LOOK_MS, onFault = () => undefined }: KeyRingOptions = {},
  ) {
    const look = async (): Promise<undefined> => void (await this.look());
    this.worker = new Worker(look, lookMs, onFault);
  }

  /** Reads what it needs from the beginning, and goes on looking for changes. */
  async start(): Promise<void> {
    await this.look();
    this.worker.start();
  }

  async stop(): Promise<void> {
    await this.worker.stop();
  }

  /** Who has this key; null if nobody does. Only a key that is not in memory takes a query. */
  verify(text: string): Principal | null | Promise<Principal | null> {
    const id = keyIdOf(text);
    if (id === null) return this.adminOf(hashOf(text));
    return this.kept.has(id) ? this.owner(id, text) : this.fetched(id, text);
  }

  /** Who has the admin key of a hash; null if that is none, or one that was replaced. */
  adminOf(hash: Buffer): Principal | null | Promise<Principal | null> {
    return this.admin(hash) ?? this.adminAfterLook(hash);
  }

  /** Who has the key of an id, while it is in force: for what the key has opened. */
  async holderOf(id: string): Promise<Principal | null> {
    if (!this.kept.has(id)) await this.fetch(id);
    const key = this.kept.get(id);
    return key && this.isInForce(key) ? key.principal : null;
  }

  /** Who holds the keys of one holder in a tree that work now. */
  async of(holder: string, treeId: string): Promise<Principal[]> {
    return (await readKeysOf(this.sql, treeId, holder)).map(({ principal }) => principal);
  }

  /** Looks for changes now: for a caller that has just made one. */
  async look(): Promise<void> {
    const { now, changes } = await readChanges(this.sql, Math.max(0, this.seenUntil - LOOK_BACK_MS));
    this.admins = await readAdmins(this.sql);
    this.seenUntil = now;
    this.clockOffset = now - Date.now();
    for (const { id, expiresAt, revoked } of changes) {
      const key = this.kept.get(id);
      if (key) this.kept.set(id, { ...key, principal: { ...key.principal, expiresAt }, revoked });
    }
  }

  private admin(given: Buffer): Principal | null {
    let found = false;
    // All are compared, each in constant time.
    for (const hash of this.admins) if (timingSafeEqual(hash, given)) found = true;
    return found ? THE_ADMIN : null;
  }

  /** Another replica may just have set a new admin key. */
  private async adminAfterLook(given: Buffer): Promise<Principal | null> {
    if (this.seenUntil - this.clockOffset < Date.now() - LOOK_MS) await this.look();
    return this.admin(given);
  }

  private async fetched(id: string, text: string): Promise<Principal | null> {
    await this.fetch(id);
    return this.owner(id, text);
  }

  private async fetch(id: string): Promise<void> {
    await this.questions.ask('keys', id, (ids) => this.read(ids));
  }

  private owner(id: string, text: string): Principal | null {
    const key = this.kept.get(id);
    if (!key || !isTextOf(key.hash, text)) return null;
    return this.isInForce(key) ? key.principal : null;
  }

  private isInForce({ revoked, principal: { expiresAt } }: KeptKey): boolean {
    return !revoked && (expiresAt === null || expiresAt > Date.now() + this.clockOffset);
  }

  private async read(ids: string[]): Promise<void> {
    for (const key of await readKeys(this.sql, ids.map(uuidOf))) this.keep(key);
  }

  private keep(key: KeptKey): void {
    const { keyId } = key.principal;
    this.kept.delete(keyId);
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(keyId, key);
  }
}

const THE_ADMIN: Principal = {
  id: ADMIN,
  keyId: null,
  issuedBy: [],
  name: ADMIN,
  role: 'operator',
  budgetId: null,
  scopes: UNSCOPED,
  expiresAt: null,
};
