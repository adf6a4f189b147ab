import { createHmac, randomBytes } from 'node:crypto';
import { idOf, newId, uuidOf } from '../ids/ids.js';
import type { WriteClient } from '../database/connections.js';
import { Coalescer } from '../runtime/coalesce.js';
import { hashOf } from './key-text.js';
import type { KeyRing } from './key-ring.js';
import type { Person, SignedInPerson } from './people.js';
import type { Principal } from './principal.js';
import {
  deleteSession,
  insertSession,
  listSessions,
  markUsed,
  readSession,
  readSessions,
  type SessionFilter,
  type SessionRow,
} from './sql/sessions.js';

/** With what people sign in. */
export const SIGN_INS = ['key', 'open_id_connect'] as const;
type SignIn = (typeof SIGN_INS)[number];

/** Somebody who signed in with a browser, for as long as what they signed in with is good. */
export interface BrowserSession {
  readonly id: string;
  /** The one who has the key or the token that opened it. */
  readonly principal: Principal;
  readonly signedInBy: SignIn;
  /** In milliseconds since the epoch. */
  readonly createdAt: number;
  /** About when it was last used: that is written now and then. */
  readonly usedAt: number;
  /** When it ends at the latest. */
  readonly expiresAt: number;
}

/** A session that was opened now, with what is nowhere else: its secret. */
export interface OpenedSession {
  readonly secret: string;
  readonly session: BrowserSession;
}

export interface SessionTimes {
  /** How long a session lasts at the longest. */
  wholeSeconds: number;
  /** How long it lasts while it is not used. */
  idleSeconds: number;
}

/** When a session was used need not be known better than this. */
const USE_SECONDS = 60;

/** The secret of a session is 256 random bits, as that of a key. */
export const SESSION_SECRET_PATTERN = /^[\w-]{43}$/;

/**
 * What a page has to send with whatever changes something: it shows that the page could read an answer of this service, which pages of
 * others cannot. Made of the secret, so that it is kept nowhere.
 */
export const csrfTokenOf = (secret: string): string =>
  createHmac('sha256', secret).update('csrf').digest('base64url');

/**
 * Sessions of browsers. Each stands for the key or the token that opened it, has the same principal, and ends with it. Looked up each
 * time, since people ask seldom: one that is over is over in all processes.
 */
export class Sessions {
  private readonly questions = new Coalescer<string, Map<string, SessionRow>>();

  constructor(
    private readonly sql: WriteClient,
    private readonly keys: KeyRing,
    /** Whether somebody's token would be accepted as the service is configured now. */
    private readonly accepts: (person: Person) => boolean,
    private readonly times: SessionTimes,
  ) {}

  /** Opens a session for who has this key. */
  async openByKey(key: string, principal: Principal): Promise<OpenedSession> {
    const { keyId, id: holder } = principal;
    const by = keyId === null ? { admin_hash: hashOf(key).toString('hex') } : { key_id: uuidOf(keyId) };
    return await this.open(holder, by, principal);
  }

  /** Opens a session for somebody whose token has been verified, until the token ends. */
  async openByToken({ person, expiresAt }: SignedInPerson): Promise<OpenedSession> {
    return await this.open(person.principal.id, { person }, person.principal, expiresAt);
  }

  /** Whose session has this secret; null for nobody's, and for one that is over. `isUse` where somebody does something with it. */
  async find(secret: string, isUse: boolean): Promise<BrowserSession | null> {
    const hash = hashOf(secret).toString('hex');
    const found = await this.questions.ask('sessions', hash, (hashes) =>
      readSessions(this.sql, hashes, this.times.idleSeconds),
    );
    const row = found.get(hash);
    const session = row ? await this.opened(row) : null;
    if (!row || !session) return null;
    if (isUse && row.unmarked_seconds > Math.min(USE_SECONDS, this.times.idleSeconds / 10))
      await markUsed(this.sql, row.id);
    return session;
  }

  /** The newest that are open: a session whose key or token is good no more is over. */
  async list({ holder, before, count }: SessionFilter): Promise<BrowserSession[]> {
    const open: BrowserSession[] = [];
    for (let last = before; open.length < count;) {
      const rows = await listSessions(this.sql, { holder, before: last, count }, this.times.idleSeconds);
      const found = await Promise.all(rows.map((row) => this.opened(row)));
      open.push(...found.filter((session) => session !== null));
      if (rows.length < count) break;
      last = rows.at(-1)!.id;
    }
    return open.slice(0, count);
  }

  /** The session of an id; null for one that is over. */
  async get(id: string): Promise<BrowserSession | null> {
    const row = await readSession(this.sql, uuidOf(id), this.times.idleSeconds);
    return row && (await this.opened(row));
  }

  /** Ends a session, in all processes. */
  async end(id: string): Promise<void> {
    await deleteSession(this.sql, uuidOf(id));
  }

  private async open(
    holder: string,
    by: Partial<Pick<SessionRow, 'key_id' | 'admin_hash' | 'person'>>,
    principal: Principal,
    until: number | null = null,
  ): Promise<OpenedSession> {
    const secret = randomBytes(32).toString('base64url');
    const opened = {
      id: uuidOf(newId('session')),
      secret_hash: hashOf(secret).toString('hex'),
      holder,
      ...by,
    };
    const row = await insertSession(this.sql, opened, this.times.wholeSeconds, until);
    return { secret, session: sessionOf(row, principal) };
  }

  private async opened(row: SessionRow): Promise<BrowserSession | null> {
    const principal = await this.principalOf(row);
    return principal && sessionOf(row, principal);
  }

  /** The one who acts; null where what opened the session is not good any more. */
  private async principalOf({ key_id, admin_hash, person }: SessionRow): Promise<Principal | null> {
    if (key_id !== null) return await this.keys.holderOf(idOf('key', key_id));
    if (admin_hash !== null) return await this.keys.adminOf(Buffer.from(admin_hash, 'hex'));
    return person && this.accepts(person) ? person.principal : null;
  }
}

function sessionOf(row: SessionRow, principal: Principal): BrowserSession {
  return {
    id: idOf('session', row.id),
    principal,
    signedInBy: row.person ? 'open_id_connect' : 'key',
    createdAt: row.created_at,
    usedAt: row.used_at,
    expiresAt: Math.min(row.expires_at, principal.expiresAt ?? Infinity),
  };
}
