import { document } from '../support/document.js';

interface Operation {
  operationId: string;
  parameters?: { name: string }[];
  responses: Record<string, { content?: Record<string, { schema?: { $ref?: string } }> }>;
}

const operations = Object.values(document.paths).flatMap(
  (methods) => Object.values(methods) as unknown as Operation[],
);
const keyed = operations.filter(({ parameters = [] }) =>
  parameters.some(({ name }) => name === 'Idempotency-Key'),
);
/** Those that stand for many commands say of how many this holds. */
const ofMany = new Set(['extendRun', 'releaseRun']);
const writes = keyed.filter(({ operationId }) => !ofMany.has(operationId));

describe('the writes of the API document', () => {
  it('are all that change something', () => {
    expect(writes.length).toBeGreaterThan(20);
    expect(keyed).toHaveLength(writes.length + ofMany.size);
  });

  it('that stand for many commands count how many were repeated', () => {
    const { properties } = document.components.schemas['RunResult'] as { properties: object };
    expect(Object.keys(properties)).toEqual(['done', 'replayed', 'refused', 'nextCursor']);
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
