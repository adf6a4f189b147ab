// Runs the specs of the rules for Stryker in one process. Jest takes about a second for each mutant and each file; this
// takes milliseconds, and so all mutants of src/core are tried in minutes.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { testsOf } from './specs.mjs';

/** What the mutated code looks at: which mutant is in force, and where it notes what ran. */
const shared = (globalThis.__stryker__ ??= {});

class RulesRunner {
  static inject = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    process.env.PURSER_TEST_RUNS ??= '60';
    // Whether a mutant is found must not be luck.
    fc.configureGlobal({ seed: 1 });
    this.files = specs();
    this.costs = new Map();
    return Promise.resolve();
  }

  async dryRun() {
    shared.mutantCoverage = { static: {}, perTest: {} };
    const tests = [];
    for (const file of this.files)
      for (const { id, run } of load(file)) {
        shared.currentTestId = id;
        const begun = process.cpuUsage().user;
        const failure = await failureOf(run);
        shared.currentTestId = undefined;
        const timeSpentMs = (process.cpuUsage().user - begun) / 1000;
        this.costs.set(id, timeSpentMs);
        const result = failure === null ? { status: 0 } : { status: 1, failureMessage: failure };
        tests.push({ id, name: id, timeSpentMs, fileName: path.resolve(file), ...result });
      }
    return { status: 'complete', tests, mutantCoverage: shared.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    shared.hitLimit = hitLimit;
    shared.hitCount = hitLimit === undefined ? undefined : 0;
    const loaded = new Map();
    const testOf = (id) => {
      const file = id.slice(0, id.indexOf(' '));
      if (!loaded.has(file)) {
        shared.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
        loaded.set(file, new Map(load(file).map((test) => [test.id, test.run])));
        shared.activeMutant = activeMutant.id;
      }
      return loaded.get(file).get(id);
    };
    const own = activeMutant.fileName.replace(/^.*src\/core\//, 'src/core/').replace(/\.ts$/, '.spec.ts ');
    let nrOfTests = 0;
    for (const id of this.inTurn(testFilter ?? [...this.costs.keys()], own)) {
      nrOfTests += 1;
      const failureMessage = await failureOf(() => testOf(id)());
      if (failureMessage === null) continue;
      if (shared.hitCount > hitLimit)
        return { status: 'timeout', reason: `Hit limit reached (${shared.hitCount}/${hitLimit})` };
      return { status: 'killed', killedBy: [id], failureMessage, nrOfTests };
    }
    return { status: 'survived', nrOfTests };
  }

  /** All tests beside the mutated file, and of the others the quickest that fit into the time for one mutant. */
  inTurn(ids, own) {
    const rank = (id) => (this.costs.get(id) ?? 0) + (id.startsWith(own) ? 0 : 1e6);
    let left = Number(process.env.PURSER_MUTATION_MS ?? 2_500);
    return [...ids]
      .sort((a, b) => rank(a) - rank(b))
      .filter((id) => (left -= this.costs.get(id) ?? 0) > 0 || id.startsWith(own));
  }
}

/** All of src/core but for one that reads the sources, which are not the same when they are mutated. */
const specs = () =>
  readdirSync('src/core', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.spec.ts') && path.basename(file) !== 'outcomes.spec.ts')
    .sort()
    .map((file) => path.join('src/core', file));

const load = (file) => testsOf(path.resolve(file), file);

async function failureOf(run) {
  try {
    await run();
    return null;
  } catch (error) {
    return String(error?.message ?? error);
  }
}

/** Texts for people, which tests do not repeat: the detail of a problem, and the message of an error. */
class TextsForPeople {
  static inject = [];

  shouldIgnore({ node, parent }) {
    const isDetail =
      (parent?.type === 'CallExpression' &&
        parent.callee.name === 'rejected' &&
        parent.arguments[1] === node) ||
      (parent?.type === 'NewExpression' && parent.callee.name === 'Error') ||
      (parent?.type === 'ObjectProperty' && parent.key.name === 'detail');
    return isDetail ? 'A text for people.' : undefined;
  }
}

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'rules', injectableClass: RulesRunner },
  { kind: 'Ignore', name: 'texts', injectableClass: TextsForPeople },
];
