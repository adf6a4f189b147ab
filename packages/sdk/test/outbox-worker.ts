// A process that works and dies: what it owed when it died is settled, then it reserves, works and commits, several calls at
// once, until it kills itself at some step of some call. With DIE=never it settles and ends.
import { appendFileSync } from 'node:fs';
import { fileOutbox } from '../src/outbox/index.js';
import type { Outbox } from '../src/outbox/outbox.js';
import { Purser } from '../src/purser.js';

const { URL: url, KEY: key, BUDGET: budgetId = '', FOLDER = '', SAID = '', DIE = '' } = process.env;
const CALLS_AT_ONCE = 4;
/** Steps after which it dies; on the average it gets through some calls first. */
const DEATHS_IN_STEPS = 1 / 20;

const step = (): void => {
  if (DIE !== 'never' && Math.random() < DEATHS_IN_STEPS) process.kill(process.pid, 'SIGKILL');
};

const kept = fileOutbox(FOLDER);
const outbox: Outbox = {
  owe: async (debt) => {
    const owing = kept.owe(debt);
    // While it is being written.
    if (Math.random() < 0.5) await new Promise((resolve) => setTimeout(resolve, Math.random() * 2));
    step();
    await owing;
    // From here on somebody may know what it did cost.
    appendFileSync(SAID, `${JSON.stringify(debt)}\n`);
    step();
  },
  paid: async (idempotencyKey) => {
    step();
    await kept.paid(idempotencyKey);
    step();
  },
  refused: (idempotencyKey, refusal) => kept.refused(idempotencyKey, refusal),
  settle: (debtor) => kept.settle(debtor),
  dead: () => kept.dead(),
  forget: (idempotencyKey) => kept.forget(idempotencyKey),
};
const purser = new Purser({ url, key, outbox });

async function call(): Promise<void> {
  const cost = `0.00${1 + Math.floor(Math.random() * 9)}`;
  const { id } = await purser.reservations.create({ budgetId, amount: '0.01', metadata: { cost } });
  step();
  await purser.reservations.commit(id, { amount: cost });
  step();
}

if (DIE === 'never') console.log(JSON.stringify(await purser.settleOwed()));
else
  await Promise.all(
    Array.from({ length: CALLS_AT_ONCE }, async () => {
      for (;;) await call();
    }),
  );
