import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { createTemporaryFolder, type TemporaryFolder } from '../../../bench/support/temporary-folder.js';
import { programs, startStandIn } from '../../../examples/support/programs.js';
import { PACKAGE_ROOT } from '../../../src/runtime/package.js';
import { Fleet } from '../../support/fleet.js';

const run = promisify(execFile);

const PACKAGES = path.join(PACKAGE_ROOT, 'packages');

/** .ci/run has built them by the same scripts, of the same sources. */
const ARE_BUILT = process.env.PURSER_TEST_PACKAGES === 'built';

/** What is read of a package.json. */
interface Manifest {
  name: string;
  private?: boolean;
  exports: Record<string, Targets>;
  bin?: Record<string, string>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}
type Targets = string | { [condition: string]: Targets };

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;

/** What is published; the console is built with the service. */
const names = (await readdir(PACKAGES)).filter(
  (name) => existsSync(path.join(PACKAGES, name, 'src')) && !manifestOf(path.join(PACKAGES, name)).private,
);

/** The project of somebody who has installed them all. */
let project: TemporaryFolder;
/** What the programs in their READMEs run on. */
let fleet: Fleet;
const installed = (name: string): string => path.join(project.path, 'node_modules', name);

/** Builds and packs each, and unpacks it as npm would install it, beside what it asks for. */
beforeAll(async () => {
  project = await createTemporaryFolder('packages');
  await writeFile(path.join(project.path, 'package.json'), '{ "type": "module" }');
  await link('@types/node', PACKAGE_ROOT);
  // Guards are built on what is built of the SDK.
  for (const name of ['sdk', ...names.filter((other) => other !== 'sdk')]) await install(name);
  fleet = await Fleet.start(1);
}, 600_000);
afterAll(async () => {
  await fleet.stop();
  await project.remove();
});

async function install(name: string): Promise<void> {
  const folder = path.join(PACKAGES, name);
  if (!ARE_BUILT) await run('npm', ['run', '--silent', 'build'], { cwd: folder });
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', project.path];
  const [{ filename }] = JSON.parse((await run('npm', pack, { cwd: folder })).stdout) as [
    { filename: string },
  ];
  const { name: full, dependencies, peerDependencies } = manifestOf(folder);
  await mkdir(installed(full), { recursive: true });
  const tarball = path.join(project.path, filename);
  await run('tar', ['-xzf', tarball, '-C', installed(full), '--strip-components', '1']);
  for (const other of Object.keys({ ...dependencies, ...peerDependencies })) await link(other, folder);
}

/** Links what a package asks for to what the tests use; another version of the same than the first one has is its own. */
async function link(name: string, from: string): Promise<void> {
  const target = [from, PACKAGE_ROOT]
    .map((folder) => path.join(folder, 'node_modules', name))
    .find((folder) => existsSync(folder));
  if (existsSync(installed(name))) return;
  await mkdir(path.dirname(installed(name)), { recursive: true });
  await symlink(target!, installed(name));
}

/** Every file that a part of `exports` leads to, under whatever condition. */
const filesOf = (targets: Targets): string[] =>
  typeof targets === 'string' ? [targets] : Object.values(targets).flatMap(filesOf);

/** What is imported from it, as `@purser/sdk/outbox`. */
const entriesOf = ({ name, exports }: Manifest): string[] =>
  Object.keys(exports)
    .filter((entry) => entry !== './package.json')
    .map((entry) => path.posix.join(name, entry));

/** Where somebody's program is compiled for. */
const PLATFORMS = [
  ['Node', ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
  ['a bundler', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
] as const;

/** What a program that imports everything is answered by the compiler; what vendors say of themselves is theirs. */
function complaintsOf(
  entries: string[],
  module: ts.ModuleKind,
  moduleResolution: ts.ModuleResolutionKind,
): string[] {
  const options: ts.CompilerOptions = {
    module,
    moduleResolution,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    types: ['node'],
  };
  const file = path.join(project.path, 'index.ts');
  const program = ts.createProgram([file], options);
  const own = program
    .getSourceFiles()
    .filter(
      ({ fileName }) =>
        fileName === file || fileName.includes(path.join(project.path, 'node_modules/@purser/')),
    );
  for (const entry of entries) {
    const { resolvedModule } = ts.resolveModuleName(entry, file, options, ts.sys);
    expect([entry, resolvedModule?.extension]).toEqual([entry, '.d.ts']);
  }
  const found = own.flatMap((source) => [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ]);
  return found.map(
    ({ file: at, messageText }) =>
      `${at?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
  );
}

describe.each(names)('the packed package %s', (name) => {
  let manifest: Manifest;
  let folder: string;
  beforeAll(() => {
    manifest = manifestOf(path.join(PACKAGES, name));
    folder = installed(manifest.name);
  });

  test('has every file that its package.json names, what it is, and no test', async () => {
    const named = [...filesOf(manifest.exports), ...Object.values(manifest.bin ?? {})];
    expect(named.filter((file) => !existsSync(path.join(folder, file)))).toEqual([]);
    const all = await readdir(folder, { recursive: true });
    expect(all).toEqual(expect.arrayContaining(['README.md', 'package.json']));
    expect(all.filter((file) => /\.spec\.|^test\b|^node_modules\b|tsbuildinfo/.test(file))).toEqual([]);
  });

  test('shows types before code: the first condition that fits is taken', () => {
    for (const targets of Object.values(manifest.exports).filter((one) => typeof one === 'object'))
      expect(Object.keys(targets)).toEqual(['@purser/source', 'types', 'default']);
  });

  test('starts its programs with the line that a shell needs', () => {
    for (const file of Object.values(manifest.bin ?? {}))
      expect(readFileSync(path.join(folder, file), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('is imported by Node as it is', async () => {
    const entries = entriesOf(manifest);
    const code = entries.map((entry) => `console.log(Object.keys(await import('${entry}')).length > 0);\n`);
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code.join('')], {
      cwd: project.path,
    });
    expect(stdout).toBe('true\n'.repeat(entries.length));
  });
});

/** The whole programs in a README, by the names that their first lines say. */
const programsIn = (readme: string): [name: string, text: string][] =>
  [...readme.matchAll(/^```ts\n(\/\/ examples\/([\w-]+)\.ts: [^]*?)^```$/gm)].map(([, text, name]) => [
    name!,
    text!,
  ]);

/** What a program imports, by the names under which that is installed. */
const importsOf = (text: string): string[] =>
  [...text.matchAll(/ from '((?:@[^/']+\/)?[^/']+)/g)].map(([, name]) => name!);

/** Runs a program as somebody does who has pasted it into their project, and answers what it prints. */
async function pasted(name: string, text: string, folder: string): Promise<string> {
  for (const other of importsOf(text)) await link(other, folder);
  const file = path.join(project.path, `${name}.js`);
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  await writeFile(file, ts.transpileModule(text, { compilerOptions }).outputText);
  const admin = fleet.client();
  const { id: budgetId } = await admin.root('10');
  const { secret } = await admin.issue(budgetId);
  const program = programs.find((one) => one.name === name)!;
  const standIn = await startStandIn(program, { url: admin.baseUrl, adminKey: admin.key, budgetId });
  try {
    const own = { PURSER_URL: admin.baseUrl, PURSER_KEY: secret!, PURSER_BUDGET: budgetId };
    const { stdout } = await run(process.execPath, [file], {
      cwd: project.path,
      env: { PATH: process.env.PATH, ...own, ...standIn.env },
      timeout: 60_000,
    });
    return stdout;
  } finally {
    await standIn.stop();
  }
}

test.each(names)('what the README of %s shows runs on what is packed of it', async (name) => {
  const folder = path.join(PACKAGES, name);
  const readme = readFileSync(path.join(installed(manifestOf(folder).name), 'README.md'), 'utf8');
  const shown = programsIn(readme);
  expect(shown).not.toEqual([]);
  for (const [program, text] of shown) expect(await pasted(program, text, folder)).toMatch(/\w/);
  await fleet.expectAuditPasses();
});

// All of them at once: what they have in common is read once.
test.each(PLATFORMS)(
  'they have types that a plain project for %s finds whole',
  async (_, module, resolution) => {
    const entries = names.flatMap((name) => entriesOf(manifestOf(path.join(PACKAGES, name))));
    const lines = entries.map((entry, i) => `import * as entry${i} from '${entry}';\nvoid entry${i};\n`);
    await writeFile(path.join(project.path, 'index.ts'), lines.join(''));
    expect(complaintsOf(entries, module, resolution)).toEqual([]);
  },
);
