/** Specs stand beside the rules that they test, and may use the test tools. */
const spec = '\\.spec\\.ts$';
const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: spec },
  to,
});

/** Imports point one way: api → events → ledger → core, api → queries. */
module.exports = {
  forbidden: [
    forbid(
      'core-imports-nobody',
      'The rules are pure: no framework, database, clock or randomness.',
      '^src/core/',
      {
        pathNot: ['^src/core/', '(^|/)node_modules/temporal-polyfill/'],
      },
    ),
    forbid(
      'ledger-below-api',
      'The ledger knows the rules and the database, nothing above it.',
      '^src/ledger/',
      {
        path: [
          '^src/api/',
          '^src/events/',
          '^src/queries/',
          '^src/(main|service|application|app\\.module)\\.ts$',
        ],
      },
    ),
    forbid(
      'events-follow',
      'Events are told of what was decided: they decide nothing. The ledger lends its connections and statements.',
      '^src/events/',
      {
        path: [
          '^src/api/',
          '^src/core/(decide|draft|assess|state)',
          '^src/(main|service|application|app\\.module)\\.ts$',
        ],
      },
    ),
    forbid('queries-only-read', 'The read side stands beside the ledger, not on it.', '^src/queries/', {
      path: [
        '^src/api/',
        '^src/events/',
        '^src/ledger/',
        '^src/(main|service|application|app\\.module)\\.ts$',
      ],
    }),
    forbid(
      'audit-is-an-oracle',
      'The audit knows what entries mean, and nothing of how decisions are made.',
      '^src/audit/',
      {
        path: ['^src/core/(decide|draft|assess|state|commands)', '^src/(api|events|ledger|queries)/'],
      },
    ),
    forbid(
      'database-at-the-bottom',
      'Connections and migrations know nothing of the product.',
      '^src/database/',
      {
        path: [
          '^src/api/',
          '^src/ledger/',
          '^src/queries/',
          '^src/core/',
          '^src/events/',
          '^src/(main|service|application|app\\.module)\\.ts$',
        ],
      },
    ),
    forbid(
      'api-on-top',
      'Only what puts the application together imports the API.',
      '^src/(?!api/|application\\.ts$|app\\.module\\.ts$|cli/)',
      { path: '^src/api/' },
    ),
    forbid(
      'writes-go-through-the-ledger',
      'postgres.js is the write path: reads use Prisma.',
      '^src/(api|queries)/',
      {
        path: '(^|/)node_modules/(postgres|pg)/',
      },
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
      from: { path: '^src/', pathNot: spec },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^src/generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
