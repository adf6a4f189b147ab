// Writes what is generated from the code into docs: the API's document and the page of its errors. With --check it
// writes nothing and fails if they are not what the code says. Needs the build, and no database.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { errorsMarkdown } from '../dist/api/docs/error-pages.js';
import { openApiDocument } from '../dist/api/docs/openapi.js';
import { Catalogue } from '../dist/prices/catalogue.js';
import { createApplication } from '../dist/process/application.js';
import { readConfig } from '../dist/runtime/config.js';
import { Lifecycle } from '../dist/runtime/lifecycle.js';
import { createLogger } from '../dist/runtime/logger.js';

const root = fileURLToPath(new URL('..', import.meta.url));

// The document depends on the code alone: the application is put together and never started.
const app = await createApplication({
  catalogue: await Catalogue.load(undefined),
  config: readConfig({}),
  database: { url: 'postgres://nobody@localhost/nothing', read: {}, write: {}, adminKey: {} },
  logger: createLogger('error'),
  lifecycle: new Lifecycle(),
});

const generated = {
  'docs/openapi.json': JSON.stringify(openApiDocument(app)),
  'docs/errors.md': errorsMarkdown(),
};

let different = 0;
for (const [name, content] of Object.entries(generated)) {
  const file = path.join(root, name);
  const text = await format(content, { ...(await resolveConfig(file)), filepath: file });
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (read(file) !== text) {
    process.stderr.write(`${name} is not what the code says: run npm run openapi\n`);
    different += 1;
  }
}
process.exit(different);

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
