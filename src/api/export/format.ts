import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { Problem } from '../problems/problem.js';

/** What lists can be exported as, besides the JSON of their pages. */
const EXPORT_TYPES = ['text/csv', 'application/x-ndjson'] as const;
export type ExportType = (typeof EXPORT_TYPES)[number];

const TYPES = ['application/json', ...EXPORT_TYPES];

/** Parameters other than the weight choose nothing: `text/csv; header=present` is what is sent anyway. */
const PARAMETERS = /;\s*(?!q\s*=)[^;,]*/gi;

/** The export that a request asks for; null where it prefers a page as JSON. Throws a Problem where it takes neither. */
export function exportTypeOf({ headers, raw }: FastifyRequest): ExportType | null {
  const accept = headers.accept?.replace(PARAMETERS, '');
  const type = new Negotiator({ headers: { accept } }).mediaType(TYPES);
  if (type === undefined) throw new Problem('not_acceptable', `This is answered as ${TYPES.join(', ')}.`);
  if (type === 'application/json') return null;
  // The end of the connection would be the end of the answer, and a part of it look whole.
  if (raw.httpVersion === '1.0')
    throw new Problem('not_acceptable', 'An export is sent over HTTP/1.1 only, not over 1.0.');
  return type as ExportType;
}
