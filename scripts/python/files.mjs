// The part of the Python client that is made from the API's document: its types and the signatures of its methods.
import { apiFile, operationsOf, requestsFile } from './operations.mjs';
import { schemaFile } from './schema.mjs';
import { Types } from './types.mjs';

const FOLDER = 'clients/python/src/purser';

/** The text of each file, by its name in the repository. */
export function pythonFiles(document) {
  const types = new Types(document);
  const operations = operationsOf(document, types);
  return {
    [`${FOLDER}/schema.py`]: schemaFile(types),
    [`${FOLDER}/requests.py`]: requestsFile(operations),
    [`${FOLDER}/api.py`]: apiFile(operations),
  };
}
