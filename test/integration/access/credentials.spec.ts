import { ROLES, type Role } from '../../../src/core/keys.js';
import { made, type Client } from '../../support/client.js';
import { Matrix, type NewKey } from '../../support/matrix.js';
import { ask, changes, expectAnswer, OPERATIONS, REQUESTS, type Relation } from '../../support/operations.js';

// Every route of the document, with what takes the place of a key.

let matrix: Matrix;

beforeAll(async () => {
  matrix = await Matrix.start();
});
afterAll(() => matrix.stop());

const minted = async (by: Client, budgetId: string, role: Role): Promise<NewKey> =>
  made(await by.post<NewKey>(`/v1/budgets/${budgetId}/keys`, { name: 'minted', role, holder: 'other' }));

/** What somebody who has a key of a role, bound to a budget, can hold instead. */
const CREDENTIALS: Record<string, (first: Client, role: Role, budgetId: string) => Promise<Client>> = {
  'that took the place of another': async (first) => {
    const { keyId } = made(await first.get<{ keyId: string }>('/v1/principal'));
    return matrix.admin.as(made(await matrix.admin.post<NewKey>(`/v1/keys/${keyId}/rotate`)).secret);
  },
  'that an operator minted': async (_, role, budgetId) => {
    const issuer = matrix.admin.as((await matrix.issue(budgetId, 'operator')).secret);
    return matrix.admin.as((await minted(issuer, budgetId, role)).secret);
  },
  'whose issuer was revoked since': async (_, role, budgetId) => {
    const issuer = await matrix.issue(budgetId, 'operator');
    const { secret } = await minted(matrix.admin.as(issuer.secret), budgetId, role);
    made(await matrix.admin.write('DELETE', `/v1/keys/${issuer.id}`));
    return matrix.admin.as(secret);
  },
  'of a person': async (_, role, budgetId) =>
    matrix.admin.as(
      await matrix.people.token({ purser_role: role, purser_budget: budgetId }, { expires: '2h' }),
    ),
};

describe.each(Object.keys(CREDENTIALS))('a credential %s', (name) => {
  test.each(ROLES)('is worth what the first of role %s is', async (role) => {
    const sceneOf = async (relation: Relation, needsWebhook: boolean) => {
      const { client, target, own } = await matrix.scene(role, relation, needsWebhook);
      return { client: await CREDENTIALS[name]!(client, role, own), target };
    };
    const [within, outside] = await Promise.all([sceneOf('own', true), sceneOf('sibling', true)]);
    await Promise.all(
      OPERATIONS.map(async (operation) => {
        const asked = REQUESTS[operation.id]!;
        const beside = await ask(operation, asked, outside.client, outside.target);
        // It is of the first credential: nobody else ends it, and it has ended with a key that was rotated.
        if (asked.id === 'session') return expect(beside.status).toBe(404);
        expectAnswer(operation, asked, role, 'sibling', beside);
        const { client, target } = changes(operation, role, 'own')
          ? await sceneOf('own', asked.id === 'webhook')
          : within;
        expectAnswer(operation, asked, role, 'own', await ask(operation, asked, client, target));
      }),
    );
  });
});

test('what an issuer minted before it ended does nothing after that', async () => {
  const { target } = await matrix.scene('operator', 'own');
  const expiresAt = new Date(Date.now() + 3_000).toISOString();
  const issuer = made(
    await matrix.admin.post<NewKey>(`/v1/budgets/${target.budget}/keys`, {
      name: 'i',
      role: 'operator',
      expiresAt,
    }),
  );
  const { secret } = await minted(matrix.admin.as(issuer.secret), target.budget, 'operator');
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  for (const operation of OPERATIONS) {
    const answer = await ask(operation, REQUESTS[operation.id]!, matrix.admin.as(secret), target);
    expect(`${operation.id} ${answer.status}`).toBe(`${operation.id} 401`);
  }
});
