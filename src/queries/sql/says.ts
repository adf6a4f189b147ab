import { Prisma } from '../../generated/prisma/client.js';

/**
 * Whether the content has a text in one of these places: that of the reservation or, of what was denied before there was one, that
 * of the request. Contents are canonical text: only one that has these very bytes somewhere is read as JSON.
 */
export function says(name: string, text: string, paths: readonly string[]): Prisma.Sql {
  const bytes = `${JSON.stringify(name)}:${JSON.stringify(text)}`;
  const values = paths.map((path) => Prisma.raw(`e.content::jsonb #>> '{${path}}'`));
  return Prisma.sql`(strpos(e.content, ${bytes}) > 0 AND coalesce(${Prisma.join(values, ', ')}) = ${text})`;
}

/** Whether the content (of `e`) says that somebody asked: as the holder, or with the key that was sent. */
export const isAskedBy = (principal: string): Prisma.Sql =>
  Prisma.sql`(${says('by', principal, ['by'])} OR ${says('credential', principal, ['request,credential'])})`;

/** Whether the content names the call so, or the refund. */
export const isNamed = (externalId: string): Prisma.Sql =>
  Prisma.sql`(${says('externalId', externalId, ['reservation,externalId'])} OR ${says('externalId', externalId, ['externalId'])})`;

/** Whether what was decided has a label: its own, else that of settlements before it, of the reservation, or of the request. */
export function isLabelled(label: string, text: string): Prisma.Sql {
  const bytes = `${JSON.stringify(label)}:${JSON.stringify(text)}`;
  const values = [
    ['metadata'],
    ['requested', 'metadata'],
    ['reservation', 'settlementMetadata'],
    ['reservation', 'metadata'],
  ].map((path) => Prisma.sql`e.content::jsonb #>> ${[...path, label]}::text[]`);
  return Prisma.sql`(strpos(e.content, ${bytes}) > 0 AND coalesce(${Prisma.join(values, ', ')}) = ${text})`;
}
