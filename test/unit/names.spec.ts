import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const SOURCE = path.resolve(import.meta.dirname, '../../src');

/** Every file of the service but what is generated and what tests it. */
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.startsWith('generated'),
);

/** The names that a file declares and exports; what it only passes on is another file's. */
function exportsOf(file: string): string[] {
  const text = readFileSync(path.join(SOURCE, file), 'utf8');
  const isExported = (node: ts.Statement): boolean =>
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const names = ts
    .createSourceFile(file, text, ts.ScriptTarget.Latest)
    .statements.filter(isExported)
    .flatMap((node) => {
      if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name);
      return 'name' in node ? [node.name as ts.Identifier] : [];
    })
    .flatMap((name) => (ts.isIdentifier(name) ? [name.text] : []));
  // A value and its type may share a name in one file.
  return [...new Set(names)];
}

test('an exported name has one meaning: no two files declare it', () => {
  const declared = new Map<string, string[]>();
  for (const file of files)
    for (const name of exportsOf(file)) declared.set(name, [...(declared.get(name) ?? []), file]);
  expect(declared.size).toBeGreaterThan(1_000);
  expect([...declared].filter(([, declaring]) => declaring.length > 1)).toEqual([]);
});
