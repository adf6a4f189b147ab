import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { Fleet } from '../../support/fleet.js';
import { ADMIN_KEY } from '../../support/service.js';

// The Python client's own tests and types. .ci/run installs what they need as Debian has it: python3-httpx, python3-pytest,
// python3-pytest-asyncio and mypy. Elsewhere what is not there shows as skipped.

const CLIENT = path.resolve(import.meta.dirname, '../../../clients/python');

/** That of the system, which sees Debian's packages; another one may come first on the PATH. */
const PYTHON = '/usr/bin/python3';

const withModules = (...modules: string[]) =>
  spawnSync(PYTHON, ['-c', `import ${modules.join(', ')}`]).status === 0 ? test : test.skip;

const PATIENCE_MS = 900_000;

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(1, { PURSER_WEBHOOK_ALLOW_PRIVATE: 'true' })));
afterAll(() => fleet.stop());

/** What a module of Python printed, and how it ended. */
function python(...args: string[]): Promise<{ code: unknown; text: string }> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, PURSER_URL: fleet.client().baseUrl, PURSER_KEY: ADMIN_KEY };
  const options = { cwd: CLIENT, env: { ...env, PYTHONDONTWRITEBYTECODE: '1' }, timeout: PATIENCE_MS };
  return new Promise((resolve) => {
    execFile(PYTHON, ['-m', ...args], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), text: stdout + stderr }),
    );
  });
}

withModules('httpx', 'pytest', 'pytest_asyncio')(
  'the Python client passes its tests on this service, and leaves journals that add up (needs httpx, pytest)',
  async () => {
    const { code, text } = await python('pytest', '-q', '--tb=short', '-p', 'no:cacheprovider');
    if (code !== 0) throw new Error(text);
    expect(text).toMatch(/^\d{2,} passed in /m);
    await fleet.expectAuditPasses();
  },
  PATIENCE_MS,
);

withModules('httpx', 'mypy')(
  'mypy finds nothing in it and in its tests, strictly (needs httpx, mypy)',
  async () => {
    expect(await python('mypy', '--cache-dir', '/dev/null')).toEqual({
      code: 0,
      text: expect.stringMatching(/^Success: no issues found in \d{2,} source files\n$/) as string,
    });
  },
  PATIENCE_MS,
);
