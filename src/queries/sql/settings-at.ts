import { Prisma } from '../../generated/prisma/client.js';
import type { Reader } from '../snapshot.js';
import { LOOKED_AT } from './below.js';

/** A budget at one of its versions. UUIDs. */
export interface VersionOfBudget {
  treeId: string;
  budgetId: string;
  version: number;
}

/** What was changed of the settings of a budget after one of its versions. */
export interface LaterChanges {
  /** Whether all later entries were looked at: there are at most {@link LOOKED_AT}. */
  isWhole: boolean;
  settings: boolean;
  /** The ids of envelopes that were made, changed or deleted. */
  envelopes: string[];
}

/** The kinds of entries that have an envelope as it is after them, or as it was before it was deleted. */
const ENVELOPE_KINDS = ['envelope_create', 'envelope_update', 'envelope_delete', 'appraise'];

/** Whether an entry has settings: most contents are not read as JSON. */
const HAS_SETTINGS = Prisma.sql`strpos(content, '"settings":') > 0 AND content::jsonb ? 'settings'`;

const entriesOf = ({ treeId, budgetId }: VersionOfBudget): Prisma.Sql =>
  Prisma.sql`SELECT version, kind, content FROM entries WHERE tree_id = ${treeId}::uuid AND budget_id = ${budgetId}::uuid`;

/** The entries up to a version, the newest first, as far back as is looked. */
const upTo = (place: VersionOfBudget): Prisma.Sql =>
  Prisma.sql`(${entriesOf(place)} AND version <= ${BigInt(place.version)} ORDER BY version DESC LIMIT ${LOOKED_AT}) looked`;

export async function laterChanges(reader: Reader, place: VersionOfBudget): Promise<LaterChanges> {
  const [row] = await reader.$queryRaw<LaterChanges[]>`
    WITH looked AS (
      ${entriesOf(place)} AND version > ${BigInt(place.version)} ORDER BY version LIMIT ${LOOKED_AT + 1}
    )
    SELECT (SELECT count(*) <= ${LOOKED_AT} FROM looked) AS "isWhole",
      EXISTS (SELECT FROM looked WHERE ${HAS_SETTINGS}) AS settings,
      ARRAY (
        SELECT DISTINCT content::jsonb #>> '{envelope,id}' FROM looked WHERE kind = ANY (${ENVELOPE_KINDS}::text[])
      ) AS envelopes`;
  return row!;
}

/** The newest entry with settings at or before a version; null where none of those that are looked at has any. */
export async function newestSettings(reader: Reader, place: VersionOfBudget): Promise<string | null> {
  const [row] = await reader.$queryRaw<{ content: string }[]>`
    SELECT content FROM ${upTo(place)} WHERE ${HAS_SETTINGS} ORDER BY version DESC LIMIT 1`;
  return row?.content ?? null;
}

/** Of each of some envelopes the newest entry about it at or before a version, as far back as is looked. */
export async function newestOfEnvelopes(
  reader: Reader,
  place: VersionOfBudget,
  envelopeIds: readonly string[],
): Promise<string[]> {
  const id = Prisma.sql`content::jsonb #>> '{envelope,id}'`;
  const rows = await reader.$queryRaw<{ content: string }[]>`
    SELECT DISTINCT ON (${id}) content FROM ${upTo(place)}
    WHERE kind = ANY (${ENVELOPE_KINDS}::text[]) AND ${id} = ANY (${[...envelopeIds]}::text[])
    ORDER BY ${id}, version DESC`;
  return rows.map(({ content }) => content);
}
