import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Purser } from '@purser/sdk';
import { fileOutbox } from '@purser/sdk/outbox';
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

/** What Python printed, and how it ended. */
function python(...args: string[]): Promise<{ code: unknown; text: string }> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, PYTHONPATH: 'src', PYTHONDONTWRITEBYTECODE: '1' };
  const service = { PURSER_URL: fleet.client().baseUrl, PURSER_KEY: ADMIN_KEY };
  const options = { cwd: CLIENT, env: { ...env, ...service }, timeout: PATIENCE_MS };
  return new Promise((resolve) => {
    execFile(PYTHON, args, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), text: stdout + stderr }),
    );
  });
}

withModules('httpx', 'pytest', 'pytest_asyncio')(
  'the Python client passes its tests on this service, and leaves journals that add up (needs httpx, pytest)',
  async () => {
    const { code, text } = await python('-m', 'pytest', '-q', '--tb=short', '-p', 'no:cacheprovider');
    if (code !== 0) throw new Error(text);
    expect(text).toMatch(/^\d{2,} passed in /m);
    await fleet.expectAuditPasses();
  },
  PATIENCE_MS,
);

const DELEGATE = `
import sys
from purser import Purser
child = Purser().delegate(parent=sys.argv[1], name="coder", ref="run-17/coder", guarantee=5)
print(child.id, child.key, child.existed)
`;

withModules('httpx')(
  'it finds the children of @purser/sdk by their ref, with their keys, and is found by it (needs httpx)',
  async () => {
    const admin = fleet.client();
    const { id: parent } = await admin.root('100');
    const asked = { parent, name: 'coder', ref: 'run-17/coder', guarantee: 5 };
    const sdk = new Purser({ url: admin.baseUrl, key: ADMIN_KEY });
    const { budget, key, close } = await sdk.delegate(asked);
    expect(await python('-c', DELEGATE, parent)).toEqual({ code: 0, text: `${budget.id} ${key} True\n` });
    await close();
    const [id, own, existed] = (await python('-c', DELEGATE, parent)).text.trim().split(' ');
    expect([id === budget.id, own === key, existed]).toEqual([false, false, 'False']);
    expect(await sdk.delegate(asked)).toMatchObject({ budget: { id }, key: own, existed: true });
  },
);

const OWE = `
import sys
from purser import Purser
from purser.outbox import Debt, FileOutbox
folder, *ids = sys.argv[1:]
outbox, purser = FileOutbox(folder), Purser()
print([debt.idempotency_key for debt in outbox.waiting().debts])
path = "/v1/reservations/{id}/commit"
for one in ids:
    outbox.owe(Debt(purser.api.get_principal()["id"], path, {"id": one}, {"amount": "0.25"}, f"python-{one}"))
`;

const SETTLE = `
import sys
from purser import Purser
from purser.outbox import FileOutbox
print(Purser(outbox=FileOutbox(sys.argv[1])).settle_owed().paid)
`;

withModules('httpx')(
  'it settles what @purser/sdk owed when it died, out of the same folder, and so does the SDK (needs httpx)',
  async () => {
    const admin = fleet.client();
    const { id: budget } = await admin.root('100');
    const folder = await mkdtemp(path.join(tmpdir(), 'purser-outbox-'));
    const [first, second] = [await admin.hold(budget, '1'), await admin.hold(budget, '1')];
    await python('-c', OWE, folder, first.id);
    const outbox = fileOutbox(folder);
    const sdk = new Purser({ url: admin.baseUrl, key: ADMIN_KEY, outbox });
    expect(await sdk.settleOwed()).toMatchObject({ paid: 1, unreadable: [] });
    const { id: holder } = await sdk.principal();
    const of = { path: '/v1/reservations/{id}/commit', params: { id: second.id }, body: { amount: '0.5' } };
    await outbox.owe({ ...of, holder, idempotencyKey: 'sdk' });
    expect((await python('-c', OWE, folder)).text).toBe("['sdk']\n");
    expect((await python('-c', SETTLE, folder)).text).toBe('1\n');
    expect((await admin.budget(budget)).balances).toMatchObject({ spent: '0.75', reserved: '0' });
    await rm(folder, { recursive: true });
  },
);

withModules('httpx', 'mypy')(
  'mypy finds nothing in it and in its tests, strictly (needs httpx, mypy)',
  async () => {
    expect(await python('-m', 'mypy', '--cache-dir', '/dev/null')).toEqual({
      code: 0,
      text: expect.stringMatching(/^Success: no issues found in \d{2,} source files\n$/) as string,
    });
  },
  PATIENCE_MS,
);
