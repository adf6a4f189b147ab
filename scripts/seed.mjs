// Fills a running service with a small fleet: npm run seed. PURSER_URL says where it is, PURSER_ADMIN_KEY who asks.
// Every write has a fixed Idempotency-Key, so that a second run on the same day changes nothing.
const url = process.env.PURSER_URL || 'http://127.0.0.1:3000';
const adminKey = process.env.PURSER_ADMIN_KEY;
if (!adminKey) {
  process.stderr.write('seed: set PURSER_ADMIN_KEY to the admin key of the service\n');
  process.exit(2);
}

const today = new Date().toISOString().slice(0, 10);

/** Posts, and returns the body of the answer; a denial is a result, any other problem ends the run. */
async function post(route, name, body) {
  const response = await fetch(url + route, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${adminKey}`,
      'content-type': 'application/json',
      'idempotency-key': `seed-${today}-${name}`,
    },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok && response.status !== 402 && response.status !== 429)
    throw new Error(`${route}: ${response.status} ${JSON.stringify(answer)}`);
  return { status: response.status, ...answer };
}

const FLEET = [
  {
    name: 'research',
    guarantee: '150',
    ceiling: '300',
    vendors: ['openai', 'anthropic', 'tavily'],
    calls: [
      ['openai', 'completion', '4.20', '3.87'],
      ['anthropic', 'completion', '9.00', '8.14'],
      ['tavily', 'search', '0.50', '0.32'],
    ],
  },
  {
    name: 'support',
    guarantee: '80',
    ceiling: '120',
    vendors: ['openai', 'twilio'],
    calls: [
      ['openai', 'completion', '1.10', '0.94'],
      ['twilio', 'message', '0.04', '0.04'],
      // Waits for its cost: a hold that is under way.
      ['openai', 'completion', '2.00', null],
    ],
  },
  {
    name: 'data-cleaning',
    guarantee: '20',
    ceiling: '20',
    vendors: ['openai'],
    // Denied: more than the budget has.
    calls: [
      ['openai', 'batch', '6.50', '6.50'],
      ['openai', 'batch', '45.00', null],
    ],
  },
];

async function main() {
  const root = await post('/v1/budgets', 'root', {
    name: `fleet ${today}`,
    currency: 'USD',
    allocation: '1000',
    envelopes: [{ name: 'daily', window: 'day', metric: 'amount', limit: '250' }],
  });
  const counts = { budgets: 1, committed: 0, held: 0, denied: 0 };
  for (const { name, guarantee, ceiling, vendors, calls } of FLEET) {
    const budget = await post(`/v1/budgets/${root.id}/children`, name, {
      name,
      guarantee,
      ceiling,
      policy: { vendors: { allow: vendors } },
    });
    counts.budgets += 1;
    for (const [i, [vendor, category, amount, cost]] of calls.entries()) {
      const asked = {
        budgetId: budget.id,
        amount,
        vendor,
        category,
        runId: `${name}-${today}`,
        ttlSeconds: 3600,
      };
      const reservation = await post('/v1/reservations', `${name}-${i}`, asked);
      if (reservation.status >= 400) counts.denied += 1;
      else if (cost === null) counts.held += 1;
      else {
        await post(`/v1/reservations/${reservation.id}/commit`, `${name}-${i}-cost`, { amount: cost });
        counts.committed += 1;
      }
    }
  }
  process.stdout.write(
    `${root.id} at ${url}: ${counts.budgets} budgets, ${counts.committed} payments, ${counts.held} hold, ${counts.denied} denial\n`,
  );
}

await main();
