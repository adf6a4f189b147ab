// Draws which room of src imports which into docs/architecture.md: npm run architecture. With --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import { format, resolveConfig } from 'prettier';

const BEGIN = '<!-- drawn by scripts/architecture.mjs -->';
const END = '<!-- /drawn -->';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const page = 'docs/architecture.md';

/** The room of a file: its folder in src, or the file itself where it lies loose. */
const roomOf = (file) => /^src\/([\w-]+)(?:\/|\.module\.ts$|\.ts$)/.exec(file)?.[1];

const { output } = await cruise(['src'], {
  exclude: { path: ['node_modules', '^src/generated/', '\\.spec\\.ts$'] },
  tsPreCompilationDeps: true,
});
const found = new Set();
const imports = new Set();
for (const { source, dependencies } of output.modules) {
  const from = roomOf(source);
  if (!from) continue;
  found.add(from);
  for (const { resolved } of dependencies) {
    const to = roomOf(resolved);
    if (to && to !== from) imports.add(`${from} ${to}`);
  }
}

// What everybody may import would hide the rest under its arrows: it is listed below the picture.
const EVERYWHERE = ['ids', 'runtime'];
const edges = [...imports].sort().map((edge) => edge.split(' '));
const drawn = edges.filter(([, to]) => !EVERYWHERE.includes(to));
const rooms = [...found].filter((room) => !EVERYWHERE.includes(room)).sort();
const picture = [
  '```mermaid',
  'flowchart TD',
  ...rooms.map((room) => `  ${room}["${room}"]`),
  ...drawn.map(([from, to]) => `  ${from} --> ${to}`),
  '```',
  '',
  ...EVERYWHERE.map((room) => {
    const by = edges.filter(([, to]) => to === room).map(([from]) => `\`${from}\``);
    return `- \`${room}\` is imported by ${by.join(', ')}`;
  }),
].join('\n');

const before = readFileSync(page, 'utf8');
const [head] = before.split(BEGIN);
const [, tail] = before.split(END);
if (tail === undefined) throw new Error(`${page} has no place for the picture`);
const options = { ...(await resolveConfig(page)), filepath: page };
const after = await format(`${head}${BEGIN}\n\n${picture}\n\n${END}${tail}`, options);
if (process.argv.includes('--check')) {
  if (after !== before) {
    process.stderr.write(`${page} is not what src imports: npm run architecture\n`);
    process.exit(1);
  }
} else writeFileSync(page, after);
