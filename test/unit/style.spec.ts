import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

// What the linter cannot say: rules about files, documents and what they say of each other.

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Every file of the repository; a package without its history is looked at by nobody. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) =>
    /\.(?:c?js|mjs|tsx?|py|css|html|md|ya?ml|sql|sh|json|prisma)$|^(?:Dockerfile|\.ci\/run)$/.test(file),
  )
  .filter((file) => file !== 'package-lock.json' && existsSync(path.join(ROOT, file)));

const code = files.filter((file) => /\.(?:c?js|mjs|tsx?|py|css)$/.test(file));

/** The lines in which something stands, as `file:line`. */
const linesWith = (pattern: RegExp, where = files): string[] =>
  where.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}`] : [])),
  );

test('the list of files is that of the repository', () => {
  expect(code.length).toBeGreaterThan(400);
  expect(files).toContain('src/main.ts');
});

/** What is made from the API's document. */
const GENERATED = [
  'packages/sdk/src/schema.ts',
  ...['schema', 'requests', 'api'].map((name) => `clients/python/src/purser/${name}.py`),
];

test('a file of code is one idea: no more than 400 lines', () => {
  const written = code.filter((file) => !GENERATED.includes(file));
  expect(written.filter((file) => read(file).split('\n').length > 401)).toEqual([]);
});

test('nothing names a folder of the machine that it was written on', () => {
  // Written so that this line does not find itself.
  expect(linesWith(/(?:^|[\s'"`(=])\/(?:work|home|Users)\/[a-z]/)).toEqual([]);
});

test('nothing is left for later, and no test is left out or run alone', () => {
  expect(linesWith(/\b(?:TODO|FIXME|HACK)\b(?![|)])/, code)).toEqual([]);
  expect(linesWith(/\b(?:it|test|describe)\.(?:only|skip|todo)\(/, code)).toEqual([]);
});

test('a rule of the linter is put aside with the name of the rule', () => {
  expect(linesWith(/eslint-disable(?:-next-line|-line)?\s*(?:\*\/|--|$)/, code)).toEqual([]);
  expect(linesWith(/^\s*\/\/ @ts-(?:ignore|nocheck)/, code)).toEqual([]);
});

// Each has a plainer word beside it: record, report, emit, send, answer or show; a dry run; anybody.
test('words that had to be read twice stay away', () => {
  const words = /\b(?:(?:un)?t(?:ells?|elling|old)|l[e]st|whos[o]ever|without[ ]effect)\b/i;
  const names = /[a-z]T(?:ell|old)|\bT(?:ell|old)[A-Z]/;
  // Migrations that were released are never edited.
  const written = files.filter((file) => !file.endsWith('.sql'));
  expect([...linesWith(words, written), ...linesWith(names, written)]).toEqual([]);
});

const migrations = files.filter((file) => /^prisma\/migrations\/.*\.sql$/.test(file));

test('a migration has a number of its own', () => {
  const numbers = migrations.map((file) => file.slice('prisma/migrations/'.length).slice(0, 4));
  expect(numbers.length).toBeGreaterThan(10);
  expect(new Set(numbers).size).toBe(numbers.length);
});

/** From here on; those before were there before the rule. */
const FIRST_TO_VALIDATE_LATER = '0041';

/** Statements of a migration that would look at all rows of a table while nobody else can use it. */
const looksAtAll = (sql: string): string[] =>
  sql
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => /^ALTER TABLE/i.test(statement))
    .filter((statement) => /\b(?:CHECK|REFERENCES)\b/i.test(statement) && !/\bNOT VALID$/i.test(statement));

test('a migration adds constraints to tables without looking at their rows', () => {
  const added = 'ALTER TABLE t ADD COLUMN n bigint; ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0)';
  expect(looksAtAll(added)).toHaveLength(1);
  expect(looksAtAll('ALTER TABLE t ADD COLUMN n bigint CHECK (n > 0)')).toHaveLength(1);
  expect(looksAtAll(`${added} NOT VALID; CREATE TABLE u (n bigint CHECK (n > 0))`)).toEqual([]);
  const newer = migrations.filter((file) => file.split('/')[2]! >= FIRST_TO_VALIDATE_LATER);
  expect(newer.flatMap((file) => looksAtAll(read(file)))).toEqual([]);
});

const decisions = files.filter((file) => /^docs\/decisions\/\d{4}-[a-z-]+\.md$/.test(file));

test.each(decisions)('%s has its number, date, status, three parts, and a line in the list', (file) => {
  const [, number] = /(\d{4})-/.exec(file)!;
  const text = read(file);
  expect(text).toMatch(new RegExp(`^# ${Number(number)}\\. \\S`));
  expect(text).toMatch(/^Date: 20\d\d-\d\d-\d\d\. Status: (?:proposed|accepted|superseded by \[\d{4}\])/m);
  for (const part of ['Context', 'Decision', 'Consequences?'])
    expect(text).toMatch(new RegExp(`^\\*\\*${part}\\.\\*\\*`, 'm'));
  expect(read('docs/decisions/README.md')).toContain(`- ${number} [`);
  expect(read('docs/decisions/README.md')).toContain(`](${path.basename(file)})`);
});

test('every link from one document to another leads to a file', () => {
  const broken = files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...read(file).matchAll(/\]\((?!\w+:|#)([^)#\s]+)[^)]*\)/g)]
        .filter(([, target]) => !existsSync(path.join(ROOT, path.dirname(file), target!)))
        .map(([, target]) => `${file}: ${target}`),
    );
  expect(broken).toEqual([]);
});

test('the files that CONTRIBUTING.md names are there', () => {
  const named = [...read('CONTRIBUTING.md').matchAll(/`((?:src|test|docs|prisma|scripts)\/[\w./-]+)`/g)];
  expect(named.length).toBeGreaterThan(20);
  expect(named.map(([, file]) => file!).filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
});

test('CHANGELOG.md has the version of the package', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  expect(read('CHANGELOG.md')).toContain(`## [${version}]`);
});
