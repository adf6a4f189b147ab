import type { BaselineView } from '../../../src/baselines/baselines.js';
import type { EnvelopeView } from '../../../src/core/entries.js';
import { expectAuditPasses } from '../../support/audited.js';
import { Client, isSuccess, made } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { ServiceProcess } from '../../support/service.js';

const DAY_MS = 86_400_000;

/** Makes the clock of a process go wrong by so much, before any of its own code runs. */
const clockOff = (milliseconds: number): { NODE_OPTIONS: string } => {
  const script = `const now = Date.now; Date.now = () => now() + ${milliseconds};`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
};

test.each([
  ['behind', -3],
  ['ahead', 3],
])('a process whose clock is days %s decides what others would', async (_, days) => {
  const fleet = await Fleet.start(1, clockOff(days * DAY_MS));
  const client = fleet.client();
  const root = await client.root('1000');
  const ids: string[] = [];
  for (let i = 0; i < 3; i += 1) {
    const { id } = made(await client.reserve(root.id, '10'));
    expect(isSuccess(await client.commit(id, '10'))).toBe(true);
    ids.push(id);
  }
  const past = await client.get<BaselineView>(
    `/v1/budgets/${root.id}/baseline?window=transaction&windowDays=1`,
  );
  expect(made(past).amount).toEqual({ total: '30', windows: 3, average: '10' });
  const relative = { times: 2, of: 'average', windowDays: 1, atLeast: '1' };
  const limited = await client.post<EnvelopeView>(
    `/v1/budgets/${root.id}/envelopes`,
    { window: 'transaction', relative },
    { revision: 1 },
  );
  expect(made(limited)).toMatchObject({ limit: '20' });
  expect((await client.reserve(root.id, '21')).status).toBe(402);

  // The replica of another makes ids that follow on these.
  const right = await ServiceProcess.start({ DATABASE_URL: fleet.database.url });
  ids.push(made(await new Client(right.baseUrl).reserve(root.id, '1')).id);
  ids.push(made(await client.reserve(root.id, '1')).id);
  expect([...ids].sort()).toEqual(ids);
  await right.stop();
  await expectAuditPasses(fleet.database.sql);
  await fleet.stop();
});
