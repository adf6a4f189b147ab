/** Files that take a minute or more of two cores. */
const HEAVY = [
  'concurrency/(?:large-close|settings-change)',
  'faults/all-attacks',
  'integration/access/many-keys',
  'integration/envelopes/freed-counters',
  'integration/events/(?:storm|stream-shares)',
  'integration/exports/long',
  'integration/http/(?:bodies-under-way|read-turns)',
  'integration/(?:meters|webhooks)/faults',
  'integration/process/startup-root',
].map((file) => `/test/${file}[.]spec[.]ts$`);

/** PURSER_TEST_HEAVY=without leaves them out, `only` leaves all others out: CI runs them where it has time. */
const IGNORED = {
  without: HEAVY,
  only: [`^(?!.*(?:${HEAVY.join('|')}))`],
};

/** What every folder of tests shares: TypeScript through swc, as ES modules. */
const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  resolver: '<rootDir>/test/support/resolver.cjs',
  testPathIgnorePatterns: ['/node_modules/', ...(IGNORED[process.env.PURSER_TEST_HEAVY] ?? [])],
  // Packages import each other by their names: here that leads to their sources.
  testEnvironmentOptions: { customExportConditions: ['@purser/source', 'node', 'node-addons'] },
};

/** Folders whose tests need Postgres: one server for all of them, a database of its own for each file. */
const withDatabase = (displayName, folders) => ({
  ...shared,
  displayName,
  testMatch: folders.map((folder) => `<rootDir>/${folder}/**/*.spec.ts`),
  // Names the server for test/support/database.ts.
  globals: { purserTests: displayName },
  globalSetup: `<rootDir>/test/support/setup-${displayName}.mjs`,
  globalTeardown: '<rootDir>/test/support/teardown.mjs',
});

export default {
  testTimeout: 180_000,
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/support/sequencer.mjs',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['src/**', 'test/unit/**', 'test/model/**'].map((glob) => `<rootDir>/${glob}/*.spec.ts`),
    },
    withDatabase('integration', ['test/integration']),
    withDatabase('concurrency', ['test/concurrency', 'test/faults']),
    withDatabase('packages', ['packages/*/test']),
    withDatabase('browser', ['test/browser']),
  ],
};
