import { readdirSync, readFileSync } from 'node:fs';
import { codesOf } from '../../test/support/rules.js';
import { REJECTION_CODES } from './outcomes.js';
import { DENIAL_CODES } from './violations.js';

const folder = new URL('./decide/', import.meta.url);
const rows = readdirSync(folder)
  .filter((name) => name.endsWith('.spec.ts'))
  .flatMap((name) => codesOf(readFileSync(new URL(name, folder), 'utf8')));

describe('the tables of rules', () => {
  it.each([...DENIAL_CODES, ...REJECTION_CODES])('have a row for %s', (code) => {
    expect(rows).toContain(code);
  });

  it('name no other code', () => {
    expect([...DENIAL_CODES, ...REJECTION_CODES]).toEqual(expect.arrayContaining([...new Set(rows)]));
  });
});
