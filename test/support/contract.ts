import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { document, OUTSIDE_OPERATIONS } from './document.js';

// Every file of tests compiles anew what it asks for, and needs it for a moment: code that is neither made shorter nor written
// out again wherever a schema is named is there in half the time.
const ajv = new Ajv2020({
  strict: false,
  validateFormats: false,
  allErrors: true,
  inlineRefs: false,
  code: { optimize: false },
});
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
  if (media === 'application/problem+json' && OUTSIDE_OPERATIONS.includes((body as { code: string }).code))
    return checkSchema(place, ['components', 'schemas', 'Problem'], body);
  if (status === 204 && operation.responses[status] && body === '') return;
  if (!operation.responses[status]?.content?.[media])
    throw new Error(`${place} ${media} is not in the document`);
  const responses = ['paths', found.template, method.toLowerCase(), 'responses'];
  checkSchema(place, [...responses, String(status), 'content', media, 'schema'], body);
}

function checkSchema(place: string, pointer: string[], body: unknown): void {
  const ref = `openapi.json#/${pointer.map(escape).join('/')}`;
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
