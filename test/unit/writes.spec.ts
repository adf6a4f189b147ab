import { document } from '../support/contract.js';

interface Operation {
  operationId: string;
  parameters?: { name: string }[];
  responses: Record<string, { content?: Record<string, { schema?: { $ref?: string } }> }>;
}

const operations = Object.values(document.paths).flatMap(
  (methods) => Object.values(methods) as unknown as Operation[],
);
const writes = operations.filter(({ parameters = [] }) =>
  parameters.some(({ name }) => name === 'Idempotency-Key'),
);

describe('the writes of the API document', () => {
  it('are all that change something', () => {
    expect(writes.length).toBeGreaterThan(20);
  });

  it.each(writes.map((operation) => [operation.operationId, operation] as const))(
    '%s: a repeated one shows what was answered first',
    (_, { responses }) => {
      const answers = Object.entries(responses).filter(([status]) => status < '300');
      expect(answers.length).toBeGreaterThan(0);
      for (const [, { content }] of answers) {
        const name = content!['application/json']!.schema!.$ref!.split('/').at(-1)!;
        const { properties } = document.components.schemas[name] as {
          properties: Record<string, { properties: object }>;
        };
        expect(Object.keys(properties['replay']!.properties)).toEqual(['at', 'status', 'answer']);
      }
    },
  );
});
