// The part of Jest that the specs of the rules use: describe, it, and their `each`.
import { createRequire } from 'node:module';
import { newLoader } from './loader.mjs';

const globals = createRequire(import.meta.url).resolve('@jest/globals');
const { jestExpect: expect } = createRequire(globals)('@jest/expect');

/** Loads a spec, with all that it imports anew; answers its tests in their order. */
export function testsOf(file, name) {
  const tests = [];
  const titles = [];
  const describe = withEach((title, body) => {
    titles.push(title);
    body();
    titles.pop();
  });
  const it = withEach((title, run) => {
    // Titles may have their values left out, and may stand twice.
    tests.push({ id: `${name} ${[...titles, title].join(' ')} #${tests.length}`, run });
  });
  // What a spec says of all its tests together says nothing of some of them.
  const api = { describe, it, test: it, expect, afterAll: () => undefined };
  Object.assign(globalThis, api);
  newLoader({ '@jest/globals': api })(file);
  return tests;
}

function withEach(declare) {
  const each = (rows) => (title, body) => {
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row];
      declare(title, () => body(...values));
    }
  };
  return Object.assign(declare, { each });
}
