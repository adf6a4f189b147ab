import { made } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start(1);
});
afterAll(() => fleet.stop());

interface Estimate {
  candidate: number;
  item: string;
  amount: string | null;
  largestAmount: string | null;
  admissible: boolean;
  code: string | null;
  detail: string | null;
  rated: { largestUsage: Record<string, number> | null } | null;
}

const perMillion = (item: string, amount: string) => ({
  vendor: 'acme',
  item,
  charges: [
    { unit: 'input_tokens', amount: '1', per: 1_000_000 },
    { unit: 'output_tokens', amount, per: 1_000_000 },
  ],
});

async function shop(allocation: string): Promise<string> {
  const root = await fleet.client().root(allocation);
  for (const [i, price] of [
    perMillion('small', '2'),
    perMillion('large', '40'),
    perMillion('middle', '10'),
  ].entries())
    made(await fleet.client().write('PUT', `/v1/budgets/${root.id}/prices`, price, { revision: i + 1 }));
  return root.id;
}

const estimate = (budgetId: string, candidates: object[]) =>
  fleet.client().post<{ candidates: Estimate[] }>('/v1/estimates', { budgetId, candidates });
const usage = { input_tokens: 100_000, output_tokens: 100_000 };
const candidate = (item: string, more: object = {}) => ({ vendor: 'acme', item, usage, ...more });

test('the cheapest that can be afforded come first, those without a price last', async () => {
  const budget = await shop('2');
  const asked = ['large', 'nothing', 'middle', 'small'].map((item) => candidate(item));
  const { candidates } = made(await estimate(budget, asked));
  expect(candidates.map(({ item, amount, admissible, code }) => [item, amount, admissible, code])).toEqual([
    ['small', '0.3', true, null],
    ['middle', '1.1', true, null],
    ['large', '4.1', false, 'insufficient_funds'],
    ['nothing', null, false, 'price_unknown'],
  ]);
  expect(candidates.map((one) => one.candidate)).toEqual([3, 2, 0, 1]);
});

test('the largest usage that would pass is one that does, and one more does not', async () => {
  const budget = await shop('2');
  const [large] = made(await estimate(budget, [candidate('large')])).candidates;
  const fitting = large!.rated!.largestUsage!;
  // 0.1 for the input leaves 1.9: 47,500 tokens at 40 a million.
  expect(fitting).toEqual({ input_tokens: 100_000, output_tokens: 47_500 });
  const one = { budgetId: budget, vendor: 'acme', item: 'large' };
  const above = { ...fitting, output_tokens: 47_501 };
  expect(await fleet.client().post('/v1/reservations', { ...one, usage: above })).toMatchObject({
    status: 402,
  });
  expect(await fleet.client().post('/v1/reservations', { ...one, usage: fitting })).toMatchObject({
    status: 201,
  });
});

test('the unit to ask less of can be named; where less of it does not help there is no such usage', async () => {
  const budget = await shop('0.15');
  const [byInput] = made(await estimate(budget, [candidate('small', { reduce: 'input_tokens' })])).candidates;
  expect(byInput!.rated!.largestUsage).toBeNull();
  const input = { input_tokens: 200_000, output_tokens: 1_000 };
  const [fewer] = made(
    await estimate(budget, [candidate('small', { usage: input, reduce: 'input_tokens' })]),
  ).candidates;
  expect(fewer!.rated!.largestUsage).toEqual({ input_tokens: 148_000, output_tokens: 1_000 });
});

test('what is expected ranks, and the most that a call can use is what has to pass', async () => {
  const budget = await shop('1');
  const { candidates } = made(
    await estimate(budget, [
      candidate('middle', { usage: { output_tokens: 1_000 }, largestUsage: { output_tokens: 200_000 } }),
      candidate('small', { usage: { output_tokens: 10_000 }, largestUsage: { output_tokens: 20_000 } }),
    ]),
  );
  expect(
    candidates.map(({ item, amount, largestAmount, admissible }) => [
      item,
      amount,
      largestAmount,
      admissible,
    ]),
  ).toEqual([
    ['small', '0.02', '0.04', true],
    ['middle', '0.01', '2', false],
  ]);
});

test('a person is asked, and limits are named, as a reservation would meet them', async () => {
  const budget = await shop('10');
  const envelope = { window: 'day', limit: '1' };
  made(await fleet.client().post(`/v1/budgets/${budget}/envelopes`, envelope, { revision: 4 }));
  const [middle] = made(await estimate(budget, [candidate('middle')])).candidates;
  expect(middle).toMatchObject({ admissible: false, code: 'envelope_exceeded', largestAmount: '1.1' });
  expect(middle!.rated!.largestUsage).toEqual({ input_tokens: 100_000, output_tokens: 90_000 });
});

test('nothing is held by it, and nothing is journaled', async () => {
  const budget = await shop('10');
  const before = await fleet.client().budget(budget);
  made(await estimate(budget, [candidate('small'), candidate('large')]));
  expect(await fleet.client().budget(budget)).toEqual(before);
});

test.each<[string, object, number, string]>([
  ['no candidate', { candidates: [] }, 400, 'validation_failed'],
  [
    '21 candidates',
    { candidates: Array.from({ length: 21 }, () => candidate('small')) },
    400,
    'validation_failed',
  ],
  [
    'a candidate without usage',
    { candidates: [{ vendor: 'acme', item: 'small' }] },
    400,
    'validation_failed',
  ],
  [
    'a budget that is not there',
    { budgetId: 'budget_01k9v3n8h2f0g9x7m4q5r6s7t8', candidates: [candidate('small')] },
    404,
    'not_found',
  ],
])('%s is refused', async (_, body, status, code) => {
  const budgetId = await shop('1');
  const refused = await fleet.client().post('/v1/estimates', { budgetId, ...body });
  expect(refused).toMatchObject({ status, body: { code } });
});
