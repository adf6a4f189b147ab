import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorsMarkdown } from '../../src/api/docs/error-pages.js';
import { PROBLEM_CODES, PROBLEMS } from '../../src/api/problems/registry.js';
import { REJECTION_CODES } from '../../src/core/outcomes.js';
import { DENIAL_CODES } from '../../src/core/violations.js';
import { document } from '../support/contract.js';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/errors.md'), 'utf8');

/** Codes that answer what no operation of the document is asked: its own place is before or beside them. */
const OUTSIDE_OPERATIONS = [
  'route_not_found',
  'method_not_allowed',
  'request_timeout',
  'uri_too_long',
  'headers_too_large',
];

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
    const used = new Map<string, number>();
    for (const operations of Object.values(document.paths))
      for (const { responses } of Object.values(operations))
        for (const [status, response] of Object.entries(responses))
          for (const code of codesOf(response)) used.set(code, Number(status));
    expect([...used.keys()].sort()).toEqual(
      PROBLEM_CODES.filter((code) => !OUTSIDE_OPERATIONS.includes(code)).sort(),
    );
    for (const [code, status] of used)
      expect([code, status]).toEqual([code, PROBLEMS[code as 'not_found'].status]);
  });
});

const codesOf = (response: { content?: Record<string, unknown> }): string[] => {
  const media = response.content?.['application/problem+json'] as
    { schema: { allOf: [unknown, { properties: { code: { enum: string[] } } }] } } | undefined;
  return media ? media.schema.allOf[1].properties.code.enum : [];
};
