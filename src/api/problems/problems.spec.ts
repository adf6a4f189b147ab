import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorsMarkdown } from '../docs/error-pages.js';
import { Problem, problemBody } from './problem.js';
import { PROBLEM_CODES, PROBLEMS, type ProblemKind } from './registry.js';
import { REJECTION_CODES } from '../../core/outcomes.js';
import { DENIAL_CODES } from '../../core/violations.js';
import { document, OUTSIDE_OPERATIONS } from '../../../test/support/document.js';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/errors.md'), 'utf8');

describe('the registry of problems', () => {
  it('has a row for each way in which the rules can answer', () => {
    expect(PROBLEM_CODES).toEqual(expect.arrayContaining([...DENIAL_CODES, ...REJECTION_CODES]));
  });

  it('and the page in docs agree, both ways', () => {
    const sections = [...page.matchAll(/^## (\w+)$/gm)].map(([, code]) => code);
    expect(sections).toEqual(PROBLEM_CODES);
    const words = (text: string) => text.replace(/\s+/g, ' ');
    expect(words(page)).toContain(words(errorsMarkdown()).slice(0, 200));
    for (const code of PROBLEM_CODES) expect(words(page)).toContain(words(PROBLEMS[code].explanation));
  });

  it('and the API document agree, both ways', () => {
    const problem = document.components.schemas['Problem'] as { properties: { code: { enum: string[] } } };
    expect(problem.properties.code.enum).toEqual(PROBLEM_CODES);
    const used = new Map<string, Set<number>>();
    for (const operations of Object.values(document.paths))
      for (const { responses } of Object.values(operations))
        for (const [status, response] of Object.entries(responses))
          for (const code of codesOf(response))
            used.set(code, (used.get(code) ?? new Set<number>()).add(Number(status)));
    expect([...used.keys()].sort()).toEqual(
      PROBLEM_CODES.filter((code) => !OUTSIDE_OPERATIONS.includes(code)).sort(),
    );
    for (const [code, statuses] of used) {
      const { status, lasting = status }: ProblemKind = PROBLEMS[code as 'not_found'];
      expect([code, statuses]).toEqual([code, new Set([status, lasting])]);
    }
  });

  it.each(PROBLEM_CODES)('%s: says when to come back if it says that it will be over', (code) => {
    const { status, lasting }: ProblemKind = PROBLEMS[code];
    if (status !== 429 && status !== 503) return;
    const denial = (DENIAL_CODES as readonly string[]).includes(code);
    // A denial that is not over some time has another status: its time is that of the decision.
    if (denial) expect([429, 503]).not.toContain(lasting);
    if (denial) expect(problemBody(code, '', '', { retryAt: null }).status).toBe(lasting);
    const problem = new Problem(code, 'later');
    expect(Number(problem.headers['Retry-After'])).toBeGreaterThan(0);
    expect(problem.bodyFor('').retryAfterSeconds).toBeGreaterThan(0);
  });

  it('and the API document: every 429 and 503 has a Retry-After', () => {
    for (const operations of Object.values(document.paths))
      for (const { operationId, responses } of Object.values(operations))
        for (const [status, { headers }] of Object.entries(responses) as [string, { headers?: object }][])
          if (status === '429' || status === '503')
            expect([operationId, status, Object.keys(headers ?? {})]).toEqual([
              operationId,
              status,
              expect.arrayContaining(['Retry-After']),
            ]);
  });
});

const codesOf = (response: { content?: Record<string, unknown> }): string[] => {
  const media = response.content?.['application/problem+json'] as
    { schema: { allOf: [unknown, { properties: { code: { enum: string[] } } }] } } | undefined;
  return media ? media.schema.allOf[1].properties.code.enum : [];
};
