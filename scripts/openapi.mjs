// Writes what is generated from the code: the API's document, the page of its errors, the types of the document for the
// packages, and types and methods for the Python client. With --check it writes nothing and fails if they are not what the code says. Needs the build, and no database.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import openapiTypes, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { errorsMarkdown } from '../dist/api/docs/error-pages.js';
import { openApiDocument } from '../dist/api/docs/openapi.js';
import { Catalogue } from '../dist/prices/catalogue.js';
import { createApplication } from '../dist/process/application.js';
import { readConfig } from '../dist/runtime/config.js';
import { Lifecycle } from '../dist/runtime/lifecycle.js';
import { createLogger } from '../dist/runtime/logger.js';
import { pythonFiles } from './python/files.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

// The document depends on the code alone: the application is put together and never started.
const app = await createApplication({
  catalogue: await Catalogue.load(undefined),
  config: readConfig({}),
  database: { url: 'postgres://nobody@localhost/nothing', read: {}, write: {}, adminKey: {} },
  logger: createLogger('error'),
  lifecycle: new Lifecycle(),
});

const text = JSON.stringify(openApiDocument(app));
const generated = {
  'docs/openapi.json': await formatted('docs/openapi.json', text),
  'docs/errors.md': await formatted('docs/errors.md', errorsMarkdown()),
  // As it is made: to format twelve thousand lines takes longer than to make them.
  'packages/sdk/src/schema.ts': astToString(await openapiTypes(text, { silent: true })),
  ...pythonFiles(JSON.parse(text)),
};

let different = 0;
for (const [name, content] of Object.entries(generated)) {
  const file = path.join(root, name);
  if (!process.argv.includes('--check')) writeFileSync(file, content);
  else if (read(file) !== content) {
    process.stderr.write(`${name} is not what the code says: run npm run openapi\n`);
    different += 1;
  }
}
process.exit(different);

async function formatted(name, content) {
  const file = path.join(root, name);
  return await format(content, { ...(await resolveConfig(file)), filepath: file });
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
