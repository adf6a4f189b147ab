const { existsSync } = require('node:fs');
const path = require('node:path');

/** Lets TypeScript sources import each other as the compiler wants it: './x.js' stands for './x.ts'. */
module.exports = (request, options) => {
  if (/^\.{1,2}\/.*\.js$/.test(request) && !options.basedir.includes('node_modules')) {
    const source = path.resolve(options.basedir, request.replace(/\.js$/, '.ts'));
    if (existsSync(source)) return source;
  }
  return options.defaultResolver(request, options);
};
