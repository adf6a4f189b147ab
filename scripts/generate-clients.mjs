// Generates two clients from docs/openapi.json, as users of the API would: types for openapi-fetch, and a class.
// The tests run the whole lifecycle with both.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import openapiTypes, { astToString } from 'openapi-typescript';
import { generateApi } from 'swagger-typescript-api';

const document = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));
const output = fileURLToPath(new URL('../test/clients/generated', import.meta.url));

mkdirSync(output, { recursive: true });
const types = await openapiTypes(new URL(`file://${document}`), { silent: true });
writeFileSync(path.join(output, 'types.ts'), astToString(types));
await generateApi({
  input: document,
  output,
  fileName: 'class.ts',
  silent: true,
  // By itself it takes the first success of an operation for the only one: 201 and 202 are different things here.
  hooks: {
    onCreateRoute(route) {
      const successes = route.responseBodyInfo.responses.filter(({ isSuccess }) => isSuccess);
      route.response.type = [...new Set(successes.map(({ type }) => type))].join(' | ');
      return route;
    },
  },
});
