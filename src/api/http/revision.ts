import type { FastifyRequest } from 'fastify';
import { Problem, validationProblem } from '../problems/problem.js';

/** A revision as an ETag writes it. */
export const etagOf = (revision: number): string => `"${revision}"`;

/** The revision that a change of settings is based on; throws 428 without one. */
export function requiredRevision(request: FastifyRequest): number {
  const revision = optionalRevision(request);
  if (revision !== null) return revision;
  throw new Problem('if_match_required', "Send If-Match with the budget's revision, as its ETag gives it.");
}

/** The revision in If-Match, or null without the header. Weak tags, lists and `*` would not say what was seen. */
export function optionalRevision(request: FastifyRequest): number | null {
  const text = request.headers['if-match'];
  if (text === undefined) return null;
  const digits = /^"(0|[1-9][0-9]{0,14})"$/.exec(text)?.[1];
  if (digits !== undefined) return Number(digits);
  throw validationProblem([
    {
      field: 'If-Match',
      rule: 'revision',
      message: 'If-Match must be one revision in double quotes, such as "3"',
    },
  ]);
}
