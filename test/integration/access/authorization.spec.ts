import { ROLES } from '../../../src/core/keys.js';
import { Browser } from '../../support/browser.js';
import { made, type Client } from '../../support/client.js';
import { Matrix } from '../../support/matrix.js';
import { ask, expectAnswer, OPERATIONS, RELATIONS, REQUESTS, WITHIN } from '../../support/operations.js';

// Every route of the document, with a key of every role, on a budget in every relation to the key's own. A new route
// has no row in REQUESTS, and fails.

let matrix: Matrix;

beforeAll(async () => {
  matrix = await Matrix.start();
});
afterAll(() => matrix.stop());

test('every operation of the document has a row here', () => {
  expect(Object.keys(REQUESTS).sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
});

describe.each(OPERATIONS)('$id', (operation) => {
  const asked = REQUESTS[operation.id] ?? {};

  test.each(ROLES)('with a key of role %s', async (role) => {
    const answers = await Promise.all(
      RELATIONS.map(async (relation) => {
        const { client, target } = await matrix.sceneFor(operation, role, relation);
        return { relation, answer: await ask(operation, asked, client, target) };
      }),
    );
    for (const { relation, answer } of answers) expectAnswer(operation, asked, role, relation, answer);
  });
});

test('a settlement token opens none of these, whatever is its reservation', async () => {
  const { target, own } = await matrix.scene('operator', 'own', true);
  const { settlementToken } = made(await matrix.admin.reserve(own, '1', { settleable: true }));
  for (const operation of OPERATIONS) {
    const answer = await ask(operation, REQUESTS[operation.id]!, matrix.admin.as(settlementToken!), target);
    expect(`${operation.id} ${answer.status} ${answer.body.code}`).toBe(`${operation.id} 403 forbidden`);
  }
});

test('without a key, and with one that nobody has, nothing but 401', async () => {
  const { target, client } = await matrix.scene('operator', 'own');
  for (const operation of OPERATIONS)
    for (const key of ['', 'purser_admin_nobody', `purser_agent_${target.key.slice(4)}_${'A'.repeat(43)}`]) {
      const answer = await ask(operation, REQUESTS[operation.id]!, client.as(key), target);
      expect(`${operation.id} ${answer.status}`).toBe(`${operation.id} 401`);
    }
});

test('in the session of a browser nothing is done that the page did not ask for itself', async () => {
  const { target, client } = await matrix.sharedScene('operator', 'own');
  const page = await Browser.signedIn(client.baseUrl, client.key);
  const forged = page.copy(client.baseUrl, { csrfToken: '' });
  const guessed = page.copy(client.baseUrl, { csrfToken: 'A'.repeat(page.csrfToken.length) });
  const sites = ['cross-site', 'same-site'].map((site) => page.copy(client.baseUrl, { site }));
  const old = page.copy(client.baseUrl, { csrfToken: '', site: '' });
  for (const operation of OPERATIONS) {
    const answerTo = async (asker: Client) => {
      const { status, body } = await ask(operation, REQUESTS[operation.id]!, asker, target);
      return `${operation.id} ${status} ${body.code}`;
    };
    for (const site of sites) expect(await answerTo(site)).toBe(`${operation.id} 403 csrf`);
    for (const browser of [forged, guessed, old])
      expect(await answerTo(browser)).toBe(
        operation.method === 'GET' ? await answerTo(client) : `${operation.id} 403 csrf`,
      );
  }
});

const EXPORTED = OPERATIONS.flatMap((operation) => operation.forms.map((accept) => ({ operation, accept })));

describe.each(EXPORTED)('$operation.id as $accept', ({ operation, accept }) => {
  const asked = REQUESTS[operation.id]!;

  test.each(ROLES)('with a key of role %s has what the role may see, where it may', async (role) => {
    for (const relation of RELATIONS) {
      const { client, target } = await matrix.sharedScene(role, relation);
      const answer = await ask(operation, asked, client, target, accept);
      expectAnswer(operation, asked, role, relation, answer);
      if (answer.status !== 200) continue;
      expect(String(answer.body).includes(target.budget)).toBe(WITHIN.has(relation));
    }
  });

  test('without a key is not there', async () => {
    const { target, client } = await matrix.scene('operator', 'own');
    expect((await ask(operation, asked, client.as(''), target, accept)).status).toBe(401);
  });
});

test('what is refused, and what is read, changes no budget', async () => {
  expect(await matrix.written()).toEqual([]);
});
