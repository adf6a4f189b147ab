import { randomUUID } from 'node:crypto';
import { Browser } from '../../support/browser.js';
import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { document } from '../../support/document.js';
import { livingFor, type Living } from '../../support/living.js';
import { ADMIN_KEY } from '../../support/service.js';

// Each example of a request runs as the document shows it. Only what nobody can know beforehand is replaced: ids, by those of
// something living of the same kind; `openedAt`, by when that was opened; keys, by one that somebody has; If-Match, by the revision in force; the Idempotency-Key, by a new one.

interface Parameter {
  name: string;
  in: string;
  example?: unknown;
  schema?: { example?: unknown };
}

interface Described {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: {
    required?: boolean;
    content: Record<string, { example?: unknown; examples?: Record<string, { value: unknown }> }>;
  };
}

interface Sample {
  operation: Described;
  method: string;
  template: string;
  example: string;
  body?: unknown;
}

const samples: Sample[] = Object.entries(document.paths).flatMap(([template, methods]) =>
  Object.entries(methods).flatMap(([method, found]) => {
    const operation = found as unknown as Described;
    const { examples = {} } = operation.requestBody?.content['application/json'] ?? {};
    const common = { operation, method: method.toUpperCase(), template };
    const bodies = Object.entries(examples).map(([example, { value }]) => ({
      ...common,
      example,
      body: value,
    }));
    const isBare = operation.requestBody?.required !== true;
    return [...bodies, ...(isBare ? [{ ...common, example: 'without a body' }] : [])];
  }),
);

const ID = /\b(budget|rsv|env|price|key|wh|dlv|mev|ses|evt)_[0-9a-z]{20,}(?:_[0-9]+_[a-z_-]+)?/g;

const revived = (value: unknown, living: Living): unknown =>
  value === undefined
    ? undefined
    : (JSON.parse(
        JSON.stringify(value)
          .replace(ID, (_, kind: string) => String(living[kind as keyof Living]))
          .replace(/"openedAt":"[^"]*"/, `"openedAt":"${living.openedAt}"`)
          .replace(/"key":"purser_[^"]*"/, `"key":"${ADMIN_KEY}"`),
      ) as unknown);

const exampleOf = ({ example, schema }: Parameter): unknown => example ?? schema?.example;

const queryOf = (parameters: Parameter[], living: Living): string => {
  const query = new URLSearchParams();
  for (const parameter of parameters.filter((one) => one.in === 'query')) {
    const example = exampleOf(parameter);
    if (example === undefined) continue;
    for (const value of [revived(example, living)].flat()) query.append(parameter.name, String(value));
  }
  return query.size > 0 ? `?${query.toString()}` : '';
};

/** Who can ask for this at all. */
async function askerOf(template: string, admin: Client, living: Living): Promise<Client> {
  if (template.startsWith('/v1/settlements')) return await payee(admin, living);
  return template === '/v1/sessions/self' ? await Browser.signedIn(admin.baseUrl, admin.key) : admin;
}

/** Whoever has a settlement token. */
async function payee(admin: Client, { budget }: Living): Promise<Client> {
  const { settlementToken } = await admin.hold(budget, '0.0035', { settleable: true });
  return admin.as(settlementToken!);
}

describe('examples of the document', () => {
  let fleet: Fleet;
  let admin: Client;
  beforeAll(async () => {
    fleet = await Fleet.start(1, {
      PURSER_WEBHOOK_ALLOW_PRIVATE: 'true',
      // Nobody listens there: what is metered is given up, so that it can be retried.
      PURSER_PAGERDUTY_URL: 'http://127.0.0.1:9',
      PURSER_STRIPE_URL: 'http://127.0.0.1:9',
      PURSER_METER_RETRY_SECONDS: '1',
    });
    admin = fleet.client();
  });
  afterAll(() => fleet.stop());

  it('are there, whole and named, wherever a body can be sent', () => {
    const without = samples.filter(
      ({ operation, body }) =>
        operation.requestBody &&
        body === undefined &&
        !operation.requestBody.content['application/json']?.examples,
    );
    expect(without.map(({ operation }) => operation.operationId)).toEqual([]);
    expect(samples.filter(({ body }) => body !== undefined).length).toBeGreaterThan(35);
  });

  it.each(samples.map((sample) => [sample.operation.operationId, sample.example, sample] as const))(
    '%s: %s',
    async (operationId, _, { operation, method, template, body }) => {
      const living = await livingFor(admin, operationId);
      const { parameters = [] } = operation;
      const route = template.replace(/\{(\w+)\}/g, (_, name: string) =>
        String(revived(exampleOf(parameters.find((one) => one.name === name)!), living)),
      );
      const headers = Object.fromEntries(
        parameters
          .filter((one) => one.in === 'header')
          .map((one) => [one.name.toLowerCase(), String(revived(exampleOf(one), living))]),
      );
      if (headers['idempotency-key']) headers['idempotency-key'] = randomUUID();
      if (headers['if-match']) headers['if-match'] = `"${living.revision}"`;
      const asked = [method, route + queryOf(parameters, living), revived(body, living), headers] as const;
      const asker = await askerOf(template, admin, living);
      const { status, body: answered } = await asker.send(...asked);
      expect(`${status} ${status < 300 ? '' : JSON.stringify(answered)}`).toMatch(/^2\d\d /);
    },
  );
});
