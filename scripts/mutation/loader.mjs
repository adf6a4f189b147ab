// Loads TypeScript sources anew in this process, so that nothing of one run (a cache, a constant worked out at the
// beginning) is left for the next.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { transformSync } from '@swc/core';

const OPTIONS = {
  swcrc: false,
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript' },
    transform: { verbatimModuleSyntax: true },
  },
  module: { type: 'commonjs' },
};

/** Each file as a function, compiled once. */
const compiled = new Map();

function compile(file) {
  const known = compiled.get(file);
  if (known) return known;
  const { code } = transformSync(readFileSync(file, 'utf8'), { ...OPTIONS, filename: file });
  const wrapped = vm.runInThisContext(`(function (exports, require, __dirname) {${code}\n})`, {
    filename: file,
  });
  const made = { wrapped, require: createRequire(file) };
  compiled.set(file, made);
  return made;
}

/** A function that loads a file with all that it imports; `globals` are modules that it is given instead. */
export function newLoader(globals) {
  const loaded = new Map();
  return function load(file) {
    const known = loaded.get(file);
    if (known) return known;
    const exports = {};
    loaded.set(file, exports);
    const { wrapped, require } = compile(file);
    const folder = path.dirname(file);
    const find = (name) => {
      if (name in globals) return globals[name];
      if (!name.startsWith('.')) return require(name);
      return load(path.resolve(folder, name.replace(/\.js$/, '.ts')));
    };
    // `import.meta.dirname` is compiled to `__dirname`.
    wrapped(exports, find, folder);
    return exports;
  };
}
