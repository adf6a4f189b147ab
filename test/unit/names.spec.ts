import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Every file under a folder but what is generated and what tests it. */
const filesOf = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.ts$|^generated|(^|\/)schema\.ts$/.test(file))
    .map((file) => path.join(folder, file));

const parsed = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true);

/** The names that a file declares and exports; what it only passes on is another file's. */
function exportsOf(file: string): string[] {
  const isExported = (node: ts.Statement): boolean =>
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const names = parsed(file)
    .statements.filter(isExported)
    .flatMap((node) => {
      if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name);
      return 'name' in node ? [node.name as ts.Identifier] : [];
    })
    .flatMap((name) => (ts.isIdentifier(name) ? [name.text] : []));
  // A value and its type may share a name in one file.
  return [...new Set(names)];
}

const packages = readdirSync(path.join(ROOT, 'packages'))
  .map((name) => `packages/${name}/src`)
  .filter((folder) => existsSync(path.join(ROOT, folder)));

// What the packages call a thing is what the API's document calls it: they are held against each other, and not against
// the rooms of the service, which they never import.
test.each([
  ['the service', ['src'], 1_000],
  ['the packages', packages, 50],
])('an exported name has one meaning: no two files of %s declare it', (_, folders, atLeast) => {
  const declared = new Map<string, string[]>();
  for (const file of folders.flatMap(filesOf))
    for (const name of exportsOf(file)) declared.set(name, [...(declared.get(name) ?? []), file]);
  expect(declared.size).toBeGreaterThan(atLeast);
  expect([...declared].filter(([, declaring]) => declaring.length > 1)).toEqual([]);
});

/** Where a file takes the compiler's word away: `as`, but for `as const`, `!` and `any`. */
function castsOf(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isCast = ts.isAsExpression(node) && !ts.isConstTypeReference(node.type);
    if (isCast || ts.isNonNullExpression(node) || node.kind === ts.SyntaxKind.AnyKeyword)
      found.push(`${file}: ${node.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(parsed(file));
  return found;
}

test('the packages get by without a cast', () => {
  const files = packages.flatMap(filesOf);
  expect(files.length).toBeGreaterThan(10);
  expect(files.flatMap(castsOf)).toEqual([]);
});
