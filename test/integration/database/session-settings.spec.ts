import { expect, test } from '@jest/globals';
import { Client, made } from '../../support/client.js';
import { createTestDatabase } from '../../support/database.js';
import { ServiceProcess } from '../../support/service.js';
import { expectAuditPasses } from '../../support/audited.js';

/** What an administrator may have set for a database, and a session would begin with. */
const SETTINGS: Record<string, string>[] = [
  { bytea_output: 'escape', extra_float_digits: '-5', DateStyle: 'German' },
  { DateStyle: 'SQL, DMY', IntervalStyle: 'sql_standard', TimeZone: 'Asia/Kathmandu', array_nulls: 'off' },
  { search_path: 'elsewhere', standard_conforming_strings: 'off', transform_null_equals: 'on' },
  { lock_timeout: '1ms', idle_session_timeout: '300ms' },
];

test.each(SETTINGS)('the service speaks as ever in a database with %j', async (settings) => {
  const database = await createTestDatabase();
  const name = new URL(database.url).pathname.slice(1);
  for (const [setting, value] of Object.entries(settings))
    await database.sql.unsafe(`ALTER DATABASE ${name} SET ${setting} = '${value}'`);
  const service = await ServiceProcess.start({ DATABASE_URL: database.url });
  const client = new Client(service.baseUrl);
  const root = await client.root('100', { metadata: { path: 'a\\b' } });
  const { client: agent } = await client.issue(root.id);
  const times: string[] = [];
  for (let i = 0; i < 12; i += 1) {
    const { id, createdAt } = made(await agent.reserve(root.id, '1', { reason: 'a\\b' }));
    const read = made(await agent.get<{ createdAt: string; reason: string }>(`/v1/reservations/${id}`));
    expect(read).toMatchObject({ createdAt, reason: 'a\\b' });
    times.push(read.createdAt);
  }
  // Of twelve moments not all can be whole seconds.
  expect(times.some((time) => !time.endsWith('.000Z'))).toBe(true);
  expect(await client.budget(root.id)).toMatchObject({ createdAt: root.createdAt });
  expect(made(await client.get<{ valid: boolean }>(`/v1/budgets/${root.id}/verify`)).valid).toBe(true);
  await expectAuditPasses(database.sql);
  await service.stop();
  await database.drop();
});
