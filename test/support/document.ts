import { readFileSync } from 'node:fs';
import path from 'node:path';

const FILE = path.resolve(import.meta.dirname, '../../docs/openapi.json');

interface Operation {
  operationId: string;
  responses: Record<string, { content?: Record<string, unknown> }>;
}

interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Record<string, unknown>>;
    responses: Record<string, Operation['responses'][string]>;
  };
}

/** The API's document as it is in the repository, with the answers that operations share written at each of them. */
export const document = withOwnAnswers(JSON.parse(readFileSync(FILE, 'utf8')) as ApiDocument);

function withOwnAnswers(read: ApiDocument): ApiDocument {
  for (const { responses } of Object.values(read.paths).flatMap((methods) => Object.values(methods)))
    for (const [status, answer] of Object.entries(responses)) {
      const ref = (answer as { $ref?: string }).$ref;
      if (ref !== undefined) responses[status] = read.components.responses[ref.split('/').at(-1)!]!;
    }
  return read;
}

/** Codes of what is answered before or beside every operation. */
export const OUTSIDE_OPERATIONS = [
  'route_not_found',
  'method_not_allowed',
  'request_timeout',
  'uri_too_long',
  'headers_too_large',
];
