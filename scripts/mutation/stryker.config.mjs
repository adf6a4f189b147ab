/** Mutation testing of src/core: see docs/testing.md. */
export default {
  mutate: ['src/core/**/*.ts', '!src/core/**/*.spec.ts'],
  testRunner: 'rules',
  plugins: ['./scripts/mutation/runner.mjs'],
  ignorers: ['texts'],
  coverageAnalysis: 'perTest',
  // Constants worked out as a file is loaded: every test would have to run for each.
  ignoreStatic: true,
  concurrency: 1,
  timeoutMS: 10_000,
  timeoutFactor: 3,
  // Nor tsconfig.json, which Stryker would rewrite with a compiler that it does not bring.
  ignorePatterns: [
    'bench',
    'coverage',
    'demo',
    'dist',
    'docs/**',
    '!docs/openapi.json',
    'prisma',
    'src/generated',
    'tsconfig.json',
  ],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  tempDirName: 'coverage/stryker',
};
