import { PROBLEM_CODES, PROBLEMS, problemType, type ProblemCode } from '../problems/registry.js';
import { EXAMPLE_REQUEST_ID } from './examples.js';

/** Headers of answers, which the operations refer to. */
export const HEADERS = {
  'X-Request-Id': {
    description: "The caller's X-Request-Id, or a new one: also in problems, logs and the journal.",
    schema: { type: 'string' },
    example: EXAMPLE_REQUEST_ID,
  },
  'Idempotency-Replayed': {
    description: 'Present where an earlier request with the same key was answered already: see `replay`.',
    schema: { type: 'string', enum: ['true'] },
  },
  ETag: {
    description: "The budget's revision in double quotes.",
    schema: { type: 'string' },
    example: '"3"',
  },
  'Purser-As-Of': {
    description: 'Of an export whose rows are all as of one moment: what was decided before this is in them.',
    schema: { type: 'string', format: 'date-time' },
    example: '2026-11-21T09:30:00.000Z',
  },
  Location: {
    description: 'Where the reservation can be read, and waited for with waitSeconds.',
    schema: { type: 'string' },
    example: '/v1/reservations/rsv_01k9v3p0a1b2c3d4e5f6g7h8j9',
  },
  'WWW-Authenticate': { description: 'Bearer.', schema: { type: 'string' } },
  'Retry-After': {
    description: 'Seconds after which to try again; absent where trying again cannot help.',
    schema: { type: 'integer', minimum: 1 },
  },
} as const;

/** One example of each problem that operations refer to. */
export const problemExamples = (isUsed: (code: ProblemCode) => boolean): Record<string, { value: object }> =>
  Object.fromEntries(PROBLEM_CODES.filter(isUsed).map((code) => [code, { value: exampleOf(code) }]));

/** A problem as it may be answered; under another status than its own where waiting cannot help. */
export function exampleOf(code: ProblemCode, status: number = PROBLEMS[code].status): object {
  const { title, explanation } = PROBLEMS[code];
  const [detail] = explanation.split(/(?<=\.) /, 1);
  return { type: problemType(code), title, status, detail, code, requestId: EXAMPLE_REQUEST_ID };
}
