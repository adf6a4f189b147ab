import { milliseconds } from '../../database/columns.js';
import type { WriteClient } from '../../database/connections.js';
import { run } from '../../database/run.js';
import type { Person } from '../people.js';

/** A session as it is kept, with one of what can have opened it. */
export interface SessionRow {
  id: string;
  key_id: string | null;
  /** Hexadecimal, as the hash of the secret is. */
  admin_hash: string | null;
  person: Person | null;
  created_at: number;
  used_at: number;
  expires_at: number;
  /** How long ago it was written that it is used. */
  unmarked_seconds: number;
}

/** What one holder has open at once; of more the oldest end. */
const MAX_OF_HOLDER = 100;

const COLUMNS = `s.id, s.key_id, encode(s.admin_hash, 'hex') AS admin_hash, s.person,
  ${milliseconds('s.created_at')} AS created_at, ${milliseconds('s.used_at')} AS used_at,
  ${milliseconds('s.expires_at')} AS expires_at,
  extract(epoch FROM clock_timestamp() - s.used_at)::float8 AS unmarked_seconds`;

/** Neither over nor, with this parameter, unused for so many seconds. */
const isLive = (idleSeconds: string): string =>
  `s.expires_at > clock_timestamp() AND s.used_at > clock_timestamp() - make_interval(secs => ${idleSeconds}::float8)`;

const live = `
SELECT encode(s.secret_hash, 'hex') AS secret_hash, ${COLUMNS}
FROM unnest(string_to_array($1, ',')) AS given (hash)
JOIN sessions s ON s.secret_hash = decode(given.hash, 'hex')
WHERE ${isLive('$2')}`;

/** The sessions with these hashes of their secrets that are neither over nor unused for too long, by hash. */
export async function readSessions(
  sql: WriteClient,
  hashes: string[],
  idleSeconds: number,
): Promise<Map<string, SessionRow>> {
  const rows = await run<SessionRow & { secret_hash: string }>(sql, live, [hashes.join(','), idleSeconds]);
  return new Map(rows.map((row) => [row.secret_hash, row]));
}

const listed = `
SELECT ${COLUMNS} FROM sessions s
WHERE ${isLive('$1')} AND ($2 = '' OR s.holder = $2) AND ($3 = '' OR s.id < $3::uuid)
ORDER BY s.id DESC LIMIT $4::int`;

/** Which sessions are looked at, the newest first. */
export interface SessionFilter {
  /** Of one holder; of everybody where it is null. */
  readonly holder: string | null;
  /** Older than this one (UUID). */
  readonly before: string | undefined;
  readonly count: number;
}

/** The newest sessions that are neither over nor unused for too long. */
export async function listSessions(
  sql: WriteClient,
  { holder, before, count }: SessionFilter,
  idleSeconds: number,
): Promise<SessionRow[]> {
  return await run<SessionRow>(sql, listed, [idleSeconds, holder ?? '', before ?? '', count]);
}

/** The session of an id, if it is neither over nor unused for too long. */
export async function readSession(
  sql: WriteClient,
  uuid: string,
  idleSeconds: number,
): Promise<SessionRow | null> {
  const one = `SELECT ${COLUMNS} FROM sessions s WHERE ${isLive('$1')} AND s.id = $2::uuid`;
  const [row] = await run<SessionRow>(sql, one, [idleSeconds, uuid]);
  return row ?? null;
}

/** Those that are over have no use, and a holder who signs in again and again makes no more than so many. */
const forgotten = `
DELETE FROM sessions WHERE id IN (
  (SELECT id FROM sessions WHERE expires_at <= clock_timestamp() LIMIT 1000)
  UNION ALL
  (SELECT id FROM sessions WHERE holder = $1 ORDER BY id DESC OFFSET ${MAX_OF_HOLDER - 1})
)`;

const inserted = `
INSERT INTO sessions AS s (id, secret_hash, holder, key_id, admin_hash, person, expires_at)
VALUES (
  $1::uuid, decode($2, 'hex'), $3, nullif($4, '')::uuid, decode(nullif($5, ''), 'hex'), nullif($6, '')::jsonb,
  least(
    clock_timestamp() + make_interval(secs => $7::float8),
    to_timestamp(nullif($8, '')::float8 / 1000)
  )
)
RETURNING ${COLUMNS}`;

interface NewSession extends Partial<Pick<SessionRow, 'key_id' | 'admin_hash' | 'person'>> {
  id: string;
  secret_hash: string;
  holder: string;
}

/** Keeps a session that was opened, for so long and until then (milliseconds since the epoch) at the most. */
export async function insertSession(
  sql: WriteClient,
  { id, secret_hash, holder, key_id, admin_hash, person }: NewSession,
  wholeSeconds: number,
  until: number | null,
): Promise<SessionRow> {
  await run(sql, forgotten, [holder]);
  const by = [key_id ?? '', admin_hash ?? '', person ? JSON.stringify(person) : ''];
  const [row] = await run<SessionRow>(sql, inserted, [
    id,
    secret_hash,
    holder,
    ...by,
    wholeSeconds,
    until === null ? '' : String(until),
  ]);
  return row!;
}

export async function markUsed(sql: WriteClient, uuid: string): Promise<void> {
  await run(sql, 'UPDATE sessions SET used_at = clock_timestamp() WHERE id = $1::uuid', [uuid]);
}

export async function deleteSession(sql: WriteClient, uuid: string): Promise<void> {
  await run(sql, 'DELETE FROM sessions WHERE id = $1::uuid', [uuid]);
}
