import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

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

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(closed(document), 'openapi.json');

const routes = Object.entries(document.paths).map(([template, operations]) => ({
  template,
  operations,
  pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`),
}));

const checks = new Map<string, ValidateFunction>();

/** An answer of the service, as far as the document has something to say about it. */
export interface Answered {
  method: string;
  route: string;
  status: number;
  contentType: string | null;
  body: unknown;
}

/** Throws unless the document foresees the answer: its status, its media type, and every field of its body. */
export function checkContract({ method, route, status, contentType, body }: Answered): void {
  const [pathname = ''] = route.split('?', 1);
  const found = routes
    .filter(({ pattern }) => pattern.test(pathname))
    // A path without parameters goes before one with them, as in the router.
    .sort((a, b) => Number(a.template.includes('{')) - Number(b.template.includes('{')))[0];
  const operation = found?.operations[method.toLowerCase()];
  if (!found || !operation) return;
  const place = `${operation.operationId} ${status}`;
  const media = contentType?.split(';')[0] ?? '';
  if (!operation.responses[status]?.content?.[media])
    throw new Error(`${place} ${media} is not in the document`);
  const pointer = [
    'paths',
    found.template,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    media,
  ];
  const ref = `openapi.json#/${[...pointer, 'schema'].map(escape).join('/')}`;
  let check = checks.get(ref);
  if (!check) checks.set(ref, (check = ajv.compile({ $ref: ref })));
  if (!check(body))
    throw new Error(
      `${place} is not as the document says: ${ajv.errorsText(check.errors)}\n${JSON.stringify(body)}`,
    );
}

const escape = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** The document with schemas that let no field pass that they do not name. */
function closed(original: typeof document): object {
  const schemas = Object.entries(original.components.schemas).map(([name, schema]) => [
    name,
    schema['properties'] ? { additionalProperties: false, ...schema } : schema,
  ]);
  return {
    ...original,
    components: { ...original.components, schemas: Object.fromEntries(schemas) as object },
  };
}
