/** Specs stand beside the rules that they test, and may use the test tools. */
const spec = '\\.spec\\.ts$';
const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: spec },
  to,
});

/** What stands above all rooms: the start, and what puts the application together. */
const TOP = '^src/(main|app\\.module)\\.ts$';

/** A room, and what it may import besides itself. What is not named is forbidden. */
const room = (name, comment, ...rooms) =>
  forbid(`${name}-imports`, comment, `^src/${name}/`, {
    path: '^src/',
    pathNot: [name, ...rooms].map((other) => `^src/${other}(/|\\.ts$)`),
  });

/** Imports point one way: main → process → app.module → api → (baselines, access) → ledger, events → … → core. */
module.exports = {
  forbidden: [
    forbid(
      'core-imports-nobody',
      'The rules are pure: no framework, database, clock or randomness.',
      '^src/core/',
      { pathNot: ['^src/core/', '(^|/)node_modules/temporal-polyfill/'] },
    ),
    room('ids', 'Ids and their text know nothing of the product.'),
    room('runtime', 'What any service has knows nothing of the product.'),
    room(
      'database',
      'Connections and migrations know nothing of the product.',
      'ids',
      'runtime',
      'generated',
    ),
    room('rows', 'What is kept of the things that rules are about.', 'core', 'database', 'ids'),
    room(
      'ledger',
      'The only writer knows the rules and the database.',
      'core',
      'database',
      'ids',
      'rows',
      'runtime',
    ),
    room(
      'events',
      'Events are made of what was decided, and never ask the ledger.',
      'core',
      'database',
      'generated',
      'ids',
      'queries',
      'runtime',
    ),
    forbid('events-decide-nothing', 'Events are made of what was decided.', '^src/events/', {
      path: '^src/core/(decide|draft|assess|state)',
    }),
    room(
      'queries',
      'The read side stands beside the ledger, not on it.',
      'audit',
      'core',
      'database',
      'generated',
      'ids',
      'runtime',
    ),
    room('audit', 'The audit shares only the words of the rules with the ledger.', 'core', 'ids'),
    forbid(
      'audit-is-an-oracle',
      'The audit knows what entries mean, and nothing of how decisions are made.',
      '^src/audit/',
      { path: '^src/core/(decide|draft|assess|state|commands|metrics/(?!metrics))' },
    ),
    room('access', 'Keys are read as the ledger reads them.', 'core', 'database', 'ids', 'rows', 'runtime'),
    room(
      'baselines',
      'Relative limits are followed by commands of the service itself.',
      'core',
      'database',
      'ids',
      'ledger',
      'rows',
      'runtime',
    ),
    room(
      'spend',
      'Spend is added up from the journal, and never asks the ledger.',
      'core',
      'database',
      'ids',
      'runtime',
    ),
    room(
      'watch',
      'Whoever watches looks at the database, and at nothing else.',
      'database',
      'generated',
      'ids',
      'runtime',
    ),
    room('backup', 'A copy of the tables, whatever they mean.', 'database', 'runtime'),
    room('prices', 'The catalogue knows what a price is, and nothing of who pays it.', 'core', 'runtime'),
    room(
      'api',
      'HTTP puts requests into commands and queries.',
      'access',
      'baselines',
      'core',
      'database',
      'events',
      'ids',
      'ledger',
      'prices',
      'queries',
      'runtime',
    ),
    room(
      'cli',
      'Commands of the terminal.',
      'audit',
      'backup',
      'core',
      'database',
      'main',
      'runtime',
      'spend',
    ),
    forbid(
      'process-starts-it',
      'The life of one process starts the application, and only main starts that.',
      '^src/(?!process/|main\\.ts$)',
      {
        path: '^src/process/',
      },
    ),
    forbid(
      'nothing-imports-the-top',
      'The start is imported by the command `purser` alone, the application by its process.',
      '^src/(?!process/|main\\.ts$|cli/purser\\.ts$)',
      {
        path: TOP,
      },
    ),
    forbid(
      'writes-go-through-the-ledger',
      'postgres.js is the write path: reads use Prisma.',
      '^src/(api|queries)/',
      {
        path: '(^|/)node_modules/(postgres|pg)/',
      },
    ),
    {
      name: 'src-never-imports-packages',
      comment: 'The service does not depend on its clients.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^packages/' },
    },
    forbid(
      'packages-never-import-src',
      'Clients know the document of the API, and nothing of the service.',
      '^packages/[^/]+/src/',
      { path: '^(src|test|bench|demo|examples)/' },
    ),
    forbid(
      'programs-import-packages-by-name',
      'A newcomer can run them elsewhere: they know what is published, and nothing of this repository.',
      '^examples/(?!main)[^/]+$',
      { path: '^(src|test|bench|demo|examples|packages)/', pathNot: '^packages/.+/index\\.ts$' },
    ),
    forbid(
      'packages-import-the-sdk-alone',
      'Guards stand on the SDK, and never on each other.',
      '^packages/([^/]+)/',
      { path: '^packages/', pathNot: ['^packages/$1/', '^packages/sdk/'] },
    ),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'What runs is in dependencies.',
      severity: 'error',
      // The console is one bundle: what it is made of is there when it is built, and not when it runs.
      from: { path: '^(src|packages/[^/]+/src)/', pathNot: [spec, '^packages/console/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    // What is built, perhaps at this moment, imports what its source does.
    exclude: { path: '^packages/[^/]+/dist/' },
    doNotFollow: { path: ['node_modules', '^src/generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@purser/source', 'import', 'node', 'default', 'types'],
    },
  },
};
