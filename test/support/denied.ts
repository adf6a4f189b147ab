import { made, type Client } from './client.js';

// A denial for each reason, and how the page that explains it shows the rule.

interface Found {
  content: { budgetId: string; version: number; denial?: { code: string } };
}

/** The id of the newest denial on a budget, which has to be for this reason. */
export async function denialOn(admin: Client, budgetId: string, code: string): Promise<string> {
  const { items } = made(
    await admin.get<{ items: Found[] }>(`/v1/budgets/${budgetId}/entries?outcome=denied&order=desc&limit=1`),
  );
  expect(items[0]?.content.denial?.code).toBe(code);
  return `${budgetId}.${items[0]?.content.version}`;
}

/** Makes something happen under a root; answers the id of the denial, and what the page says of the rule that was in the way. */
type MakeDenial = (admin: Client, root: string) => Promise<{ id: string; says: RegExp }>;

/** Each reason for which something is denied, but for 100,000 names. */
export const DENIALS: Record<string, MakeDenial> = {
  async budget_frozen(admin, root) {
    const { id } = await admin.child(root, '5', { name: 'icy' });
    made(await admin.post(`/v1/budgets/${id}/freeze`, { reason: 'enough' }));
    await admin.reserve(id, '1');
    // What it is today is not what it was then.
    const denial = await denialOn(admin, id, 'budget_frozen');
    made(await admin.post(`/v1/budgets/${id}/resume`, { reason: 'again' }));
    return { id: denial, says: /State frozen in the way/ };
  },
  async budget_paused(admin, root) {
    const hourly = { window: 'hour', limit: '1', onExceed: 'pause', name: 'breaker' };
    const { id } = await admin.child(root, '5', { name: 'tripped', envelopes: [hourly] });
    await admin.reserve(id, '2');
    await admin.reserve(id, '1');
    return { id: await denialOn(admin, id, 'budget_paused'), says: /State paused in the way/ };
  },
  async budget_closed(admin, root) {
    const { id } = await admin.child(root, '5', { name: 'over' });
    made(await admin.post(`/v1/budgets/${id}/close`, {}));
    await admin.reserve(id, '1');
    return { id: await denialOn(admin, id, 'budget_closed'), says: /State closed in the way/ };
  },
  async vendor_not_allowed(admin, root) {
    const policy = { vendors: { allow: ['acme'] } };
    const { id } = await admin.child(root, '5', { name: 'choosy', policy });
    await admin.reserve(id, '1', { vendor: 'evil' });
    const says = /Vendors only acme evil was asked for in the way/;
    return { id: await denialOn(admin, id, 'vendor_not_allowed'), says };
  },
  async category_not_allowed(admin, root) {
    const policy = { categories: { deny: ['ads'] } };
    const { id } = await admin.child(root, '5', { name: 'frugal', policy });
    await admin.reserve(id, '1', { category: 'ads' });
    return {
      id: await denialOn(admin, id, 'category_not_allowed'),
      says: /Categories not ads ads was asked for in the way/,
    };
  },
  scope_vendor: (admin, root) =>
    scoped(
      admin,
      root,
      { vendors: ['acme'] },
      'scope_vendor',
      /Vendors only acme other was asked for in the way/,
    ),
  scope_category: (admin, root) =>
    scoped(
      admin,
      root,
      { categories: ['llm'] },
      'scope_category',
      /Categories only llm search was asked for in the way/,
    ),
  scope_run: (admin, root) =>
    scoped(admin, root, { runs: ['run-1'] }, 'scope_run', /Runs only run-1 run-2 was asked for in the way/),
  scope_amount: (admin, root) =>
    scoped(
      admin,
      root,
      { largestAmount: '0.5' },
      'scope_amount',
      /Amount at most 0\.50 USD each this was 1\.00 in the way/,
    ),
  async overage_rejected(admin, root) {
    const { id } = await admin.child(root, '5', { name: 'exact' });
    const hold = await admin.hold(id, '1');
    await admin.post(`/v1/reservations/${hold.id}/commit`, { amount: '2', overage: 'reject' });
    const says = /Hold 1\.00 was held, and 2\.00 was to be paid in the way/;
    return { id: await denialOn(admin, id, 'overage_rejected'), says };
  },
  async insufficient_funds(admin, root) {
    const { id } = await admin.child(root, '5', { name: 'poor' });
    await admin.reserve(id, '9');
    const says =
      /Money 5\.00 USD available of 5\.00 9\.00 was wanted of it, and 5\.00 of 5\.00 was left in the way/;
    return { id: await denialOn(admin, id, 'insufficient_funds'), says };
  },
  async envelope_exceeded(admin, root) {
    const { id } = await admin.child(root, '50', {
      name: 'capped',
      envelopes: [{ window: 'day', limit: '10', name: 'cap' }],
    });
    await admin.hold(id, '4');
    await admin.reserve(id, '7');
    const says = /Limit cap 10\.00 a day 4\.00 used before, and 7\.00 more asked for.* in the way/;
    return { id: await denialOn(admin, id, 'envelope_exceeded'), says };
  },
  async count_exceeded(admin, root) {
    const once = { window: 'hour', metric: 'count', limit: '1', name: 'one an hour' };
    const { id } = await admin.child(root, '5', { name: 'slow', envelopes: [once] });
    await admin.hold(id, '1');
    await admin.reserve(id, '1');
    const says = /Limit one an hour 1 payments an hour 1 used before, and 1 more asked for.* in the way/;
    return { id: await denialOn(admin, id, 'count_exceeded'), says };
  },
};

async function scoped(admin: Client, root: string, scopes: object, code: string, says: RegExp) {
  const { id } = await admin.child(root, '5', { name: `scoped by ${code}` });
  const { client } = await admin.issue(id, { name: 'narrow', scopes });
  await client.reserve(id, '1', { vendor: 'other', category: 'search', runId: 'run-2' });
  return { id: await denialOn(admin, id, code), says };
}
