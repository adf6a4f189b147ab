import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { OutboxError } from '@purser/sdk';
import { fileOutbox } from '@purser/sdk/outbox';
import type { Sent } from '../src/outbox/outbox.js';
import { debt, debtor, folder, useFolder } from './support/debts.js';

useFolder();

const PAID: Sent = { outcome: 'paid' };
const GONE: Sent = { outcome: 'unsettled', error: new Error('nobody answers') };
const REFUSED: Sent = {
  outcome: 'refused',
  refusal: { status: 409, code: 'reservation_state', detail: 'It is committed.' },
};

test('what is owed is there for the next process, in its order, until it is paid', async () => {
  const first = fileOutbox(folder);
  const debts = Array.from({ length: 30 }, (_, i) => debt(i));
  for (const one of debts) await first.owe(one);
  await first.paid(debts[7]!.idempotencyKey);
  const left = debts.toSpliced(7, 1);
  const later = debtor(() => GONE);
  expect(await fileOutbox(folder).settle(later)).toMatchObject({
    paid: 0,
    unsettled: 29,
    lastError: GONE.error,
  });
  const paying = debtor(() => PAID);
  expect(await fileOutbox(folder).settle(paying)).toMatchObject({ paid: 29, unsettled: 0 });
  expect(paying.sent).toEqual(left);
  expect(await fileOutbox(folder).settle(paying)).toMatchObject({ paid: 0, unsettled: 0 });
});

test('where nobody answers not every debt is tried', async () => {
  const outbox = fileOutbox(folder);
  for (let i = 0; i < 8; i += 1) await outbox.owe(debt(i));
  const silent = debtor(() => GONE);
  expect(await outbox.settle(silent)).toMatchObject({ unsettled: 8 });
  expect(silent.sent).toHaveLength(3);
  // One that is never answered does not stop the others.
  const poisoned = debtor(({ idempotencyKey }) => (idempotencyKey === debt(0).idempotencyKey ? GONE : PAID));
  expect(await outbox.settle(poisoned)).toMatchObject({ paid: 7, unsettled: 1 });
});

test('what is refused for good is kept aside, and said, until somebody forgets it', async () => {
  const outbox = fileOutbox(folder);
  for (let i = 0; i < 3; i += 1) await outbox.owe(debt(i));
  if (REFUSED.outcome !== 'refused') throw new Error();
  const { refusal } = REFUSED;
  await outbox.refused(debt(0).idempotencyKey, refusal);
  const refusing = debtor(({ idempotencyKey }) =>
    idempotencyKey === debt(1).idempotencyKey ? REFUSED : PAID,
  );
  expect(await outbox.settle(refusing)).toMatchObject({ paid: 1, refused: [{ debt: debt(1), refusal }] });
  const dead = [0, 1].map((i) => ({ debt: debt(i), refusal }));
  expect(await fileOutbox(folder).dead()).toEqual(dead);
  expect((await outbox.settle(refusing)).refused).toEqual([]);
  await outbox.forget(debt(0).idempotencyKey);
  expect(await outbox.dead()).toEqual(dead.slice(1));
});

test('what others owe is left to them', async () => {
  const outbox = fileOutbox(folder);
  await outbox.owe(debt(1, { holder: 'key_2' }));
  const paying = debtor(() => PAID);
  expect(await outbox.settle(paying)).toMatchObject({ paid: 0, ofOthers: 1 });
  expect(await outbox.settle({ ...paying, holder: 'key_2' })).toMatchObject({ paid: 1, ofOthers: 0 });
});

test('the same debt is written once, however often it is owed at once', async () => {
  const outbox = fileOutbox(folder);
  await Promise.all(Array.from({ length: 20 }, () => outbox.owe(debt(1))));
  await outbox.owe(debt(1));
  await fileOutbox(folder).owe(debt(1));
  expect(await readdir(folder)).toHaveLength(2);
});

test('two outboxes of one folder settle everything between them, and lose nothing', async () => {
  const [one, two] = [fileOutbox(folder), fileOutbox(folder)];
  const owing = (outbox: typeof one, from: number) =>
    Promise.all(Array.from({ length: 40 }, (_, i) => outbox.owe(debt(from + i))));
  const paying = debtor(() => PAID);
  await Promise.all([owing(one, 0), owing(two, 100), one.settle(paying), two.settle(paying)]);
  await Promise.all([one.settle(paying), two.settle(paying)]);
  expect(new Set(paying.sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(80);
  expect(await readdir(folder)).toEqual(['dead']);
});

test('a full outbox takes no more, and room that others made counts', async () => {
  const outbox = fileOutbox(folder, { limit: 3 });
  for (let i = 0; i < 3; i += 1) await outbox.owe(debt(i));
  await expect(outbox.owe(debt(3))).rejects.toThrow(OutboxError);
  await fileOutbox(folder).settle(debtor(() => PAID));
  await outbox.owe(debt(3));
});

test('half a file, a damaged one and one of somebody else stop nothing', async () => {
  const outbox = fileOutbox(folder);
  await outbox.owe(debt(1));
  const [half, old] = [path.join(folder, '.x.json.1.tmp'), path.join(folder, '.y.json.1.tmp')];
  for (const file of [half, old]) await writeFile(file, '{"reserv');
  await utimes(old, 0, 0);
  await writeFile(path.join(folder, '0-damaged.json'), '{"reserv');
  await writeFile(path.join(folder, 'README'), 'hello');
  const settled = await fileOutbox(folder).settle(debtor(() => PAID));
  expect(settled).toMatchObject({ paid: 1, unreadable: [path.join(folder, '0-damaged.json')] });
  // What another process may be writing is left alone.
  expect([half, old].map((file) => existsSync(file))).toEqual([true, false]);
});

test('a debt that cannot be written is an error, leaves nothing behind, and can be tried again', async () => {
  await writeFile(path.resolve(folder, '../../a'), '');
  const outbox = fileOutbox(folder);
  await expect(outbox.owe(debt(1))).rejects.toThrow(OutboxError);
  await rm(path.resolve(folder, '../../a'));
  await outbox.owe(debt(1));
  expect(await outbox.settle(debtor(() => PAID))).toMatchObject({ paid: 1 });
});

const SOURCE = path.resolve(import.meta.dirname, '../src/outbox/index.ts');

test('on a full disk it says so, and what was written before is whole', async () => {
  // No file may be larger than 8 KiB: the second debt ends in its middle.
  const program = `
    import { fileOutbox } from ${JSON.stringify(SOURCE)};
    const outbox = fileOutbox(${JSON.stringify(folder)});
    const debt = ${JSON.stringify(debt(1))};
    await outbox.owe(debt);
    const large = { ...debt, idempotencyKey: '2', body: { reason: 'x'.repeat(100_000) } };
    await outbox.owe(large).catch((error) => console.log(error.name, error.cause.code));`;
  const child = [
    'ulimit -f 8; exec "$0" --import tsx --input-type=module -e "$1"',
    process.execPath,
    program,
  ];
  const cwd = path.resolve(import.meta.dirname, '../../..');
  const { stdout } = await promisify(execFile)('bash', ['-c', ...child], { cwd });
  expect(stdout).toBe('OutboxError EFBIG\n');
  const paying = debtor(() => PAID);
  await fileOutbox(folder).settle(paying);
  expect(paying.sent).toEqual([debt(1)]);
  expect(await readdir(folder)).toEqual(['dead']);
});
