import type { OpenAPIObject } from '@nestjs/swagger';

type Answers = Record<string, unknown>;

/**
 * The document with each problem answer that several operations give written once, in `components.responses`. The one that most
 * operations give under a status is named for it; others also for the first operation that gives them.
 */
export function withSharedAnswers(document: OpenAPIObject): OpenAPIObject {
  const operations = Object.values(document.paths).flatMap(
    (methods) => Object.values(methods) as { operationId: string; responses: Answers }[],
  );
  const uses = new Map<string, { status: string; first: string; count: number }>();
  for (const { operationId, responses } of operations)
    for (const [status, answer] of Object.entries(responses).filter(isProblem)) {
      const text = JSON.stringify(answer);
      const known = uses.get(text);
      if (known) known.count += 1;
      else uses.set(text, { status, first: operationId, count: 1 });
    }
  const shared = [...uses].filter(([, { count }]) => count > 1).sort(([, a], [, b]) => b.count - a.count);
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [text, { status, first }] of shared) {
    const name = taken.has(status)
      ? `Problem${status}As${first[0]!.toUpperCase()}${first.slice(1)}`
      : `Problem${status}`;
    taken.add(status);
    names.set(text, name);
  }
  for (const { responses } of operations)
    for (const [status, answer] of Object.entries(responses).filter(isProblem)) {
      const name = names.get(JSON.stringify(answer));
      if (name) responses[status] = { $ref: `#/components/responses/${name}` };
    }
  const responses = Object.fromEntries([...names].map(([text, name]) => [name, JSON.parse(text) as object]));
  return { ...document, components: { ...document.components, responses } } as OpenAPIObject;
}

const isProblem = ([status]: [string, unknown]): boolean => Number(status) >= 400;
