import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import {
  AttemptOverError,
  NotApprovedError,
  Pending,
  Purser,
  TakenUpError,
  type PaidOptions,
  type SavedPending,
} from '@purser/sdk';
import { admin, agentKey, budget, money, proxy, purser, renew, rootId, useAgent } from './support/agent.js';
import { errorOf, until } from './support/waiting.js';

useAgent('10');

const ASKS = { window: 'transaction', limit: '1', onExceed: 'approve' };
const patiently = { ...ASKS, approve: { approvals: 1, withinSeconds: 900 } };
const hastily = { ...ASKS, approve: { approvals: 1, withinSeconds: 1 } };

beforeEach(() => renew({ envelopes: [patiently] }));

const stateOf = async (id: string): Promise<string> =>
  (await admin.get<{ state: string }>(`/v1/reservations/${id}`)).body.state;

const approve = (id: string) => admin.post(`/v1/reservations/${id}/approve`, {});

/** What is asked for and handed back, as the next process gets it. */
async function saved(options: Partial<PaidOptions> = {}): Promise<SavedPending> {
  const asked = { budget, max: '5', ...options, approval: 'hand back' } as PaidOptions & {
    approval: 'hand back';
  };
  const pending = await purser.paid(asked, () => 'of the first process');
  return JSON.parse(JSON.stringify(pending)) as SavedPending;
}

describe('what people have to approve', () => {
  const waiting = async (): Promise<string> => {
    let id = '';
    await until(async () => {
      const found = await admin.get<{ items: { id: string }[] }>(`/v1/approvals?budgetId=${budget}`);
      id = found.body.items[0]?.id ?? '';
      return id !== '';
    });
    return id;
  };

  it('is paid when they agree', async () => {
    const paying = purser.paid({ budget, max: '5' }, (hold) => hold.settle({ amount: '4' }));
    await approve(await waiting());
    expect((await paying)?.state).toBe('committed');
    expect(await money()).toEqual({ spent: '4', reserved: '0' });
  });

  it('is not when they refuse: the error says who and why', async () => {
    const paying = errorOf(purser.paid({ budget, max: '5' }, () => 'never'));
    await admin.post(`/v1/reservations/${await waiting()}/reject`, { reason: 'too much' });
    const error = await paying;
    expect(error).toBeInstanceOf(NotApprovedError);
    expect((error as Error).message).toBe('admin has rejected this: too much');
    expect(await money()).toEqual({ spent: '0', reserved: '0' });
  });

  it('is not when nobody answers in time', async () => {
    const { id } = await admin.child(rootId, '10', { envelopes: [hastily] });
    const { secret } = await admin.issue(id);
    const error = await errorOf(
      new Purser({ url: proxy.url, key: secret! }).paid({ budget: id, max: '5' }, () => 'never'),
    );
    expect((error as NotApprovedError).reservation.state).toBe('expired');
  });

  it('can be handed back, and run or cancelled later', async () => {
    const options = { budget, max: '5', approval: 'hand back' } as const;
    const pending = await purser.paid(options, () => 'done');
    if (!(pending instanceof Pending)) throw new Error('nobody was asked');
    expect(pending.reservation.approval.needed).toBe(1);
    await approve(pending.reservation.id);
    expect(await pending.run()).toBe('done');
    const other = await purser.paid(options, () => 'never');
    if (!(other instanceof Pending)) throw new Error('nobody was asked');
    await other.cancel('no longer needed');
    expect(await money()).toEqual({ spent: '5', reserved: '0' });
  });

  it('is given back when the one who waits gives up', async () => {
    const abort = new AbortController();
    const paying = errorOf(purser.paid({ budget, max: '5', signal: abort.signal }, () => 'never'));
    const id = await waiting();
    abort.abort(new Error('enough'));
    expect(((await paying) as Error).message).toBe('enough');
    await until(async () => (await stateOf(id)) === 'released');
    expect(await money()).toEqual({ spent: '0', reserved: '0' });
  });
});

describe('what an earlier process has asked for', () => {
  it('is paid by the next when people have agreed, before or after it comes', async () => {
    const [one, two] = [await saved(), await saved()];
    await approve(one.reservationId);
    expect(await purser.resume(one, (hold) => hold.amount)).toBe('5');
    const resuming = purser.resume(two, (hold) => hold.settle({ amount: '4' }));
    await approve(two.reservationId);
    expect((await resuming)?.committed).toBe('4');
    expect(await money()).toEqual({ spent: '9', reserved: '0' });
  });

  it('is found under its idempotency key as well, where nothing of it was saved', async () => {
    const options = { budget, max: '5', idempotencyKey: `asked-${budget}` };
    await approve((await saved(options)).reservationId);
    expect(await purser.paid(options, () => 'of the next process')).toBe('of the next process');
    expect(await money()).toEqual({ spent: '5', reserved: '0' });
  });

  it('is what its usage costs, where that was asked for, and the whole of it where nobody reports any', async () => {
    const item = { vendor: 'openai', item: 'gpt-4o', usage: { output_tokens: 200_000 } };
    const pending = await saved({ max: undefined, ...item });
    await approve(pending.reservationId);
    const amount = await purser.resume(pending, (hold) => hold.amount);
    expect(await money()).toEqual({ spent: amount, reserved: '0' });
  });

  it.each([
    ['refused', NotApprovedError, 'admin has rejected this: too much'],
    ['given back', NotApprovedError, 'This was not approved: it is released'],
    ['left until its time was over', NotApprovedError, 'Nobody has approved this in time'],
    ['approved, and left until its hold was over', AttemptOverError, 'is expired'],
    ['paid', AttemptOverError, 'is committed'],
  ])('never begins where it was %s meanwhile', async (what, kind, message) => {
    if (what === 'left until its time was over') await renew({ envelopes: [hastily] });
    const pending = await saved({ ttlSeconds: 1 });
    const { reservationId: id } = pending;
    if (what === 'refused') await admin.post(`/v1/reservations/${id}/reject`, { reason: 'too much' });
    if (what === 'given back') await admin.release(id);
    if (what.startsWith('approved') || what === 'paid') await approve(id);
    if (what === 'paid') await admin.commit(id, '5');
    if (what.includes('left')) await until(async () => (await stateOf(id)) === 'expired');
    const error = await errorOf(purser.resume(pending, () => 'never'));
    expect([error instanceof kind, (error as Error).message]).toEqual([
      true,
      expect.stringContaining(message),
    ]);
    expect(await money()).toEqual({ spent: what === 'paid' ? '5' : '0', reserved: '0' });
  });

  it('begins once, however many resume it at once, or run it where it was asked for', async () => {
    const asked = { budget, max: '5', approval: 'hand back', idempotencyKey: `once-${budget}` } as const;
    const pending = await purser.paid(asked, () => 'done');
    if (!(pending instanceof Pending)) throw new Error('nobody was asked');
    await approve(pending.reservation.id);
    const attempts = Array.from({ length: 3 }, () => [
      pending.run(),
      purser.resume(pending.toJSON(), () => 'done'),
      purser.paid(asked, () => 'done'),
    ]).flat();
    const results = await Promise.all(attempts.map((one) => one.catch((error: unknown) => error)));
    const [done, others] = [results.filter((one) => one === 'done'), results.filter((one) => one !== 'done')];
    expect(done).toHaveLength(1);
    for (const error of others)
      expect(error instanceof TakenUpError || error instanceof AttemptOverError || error).toBe(true);
    expect(await money()).toEqual({ spent: '5', reserved: '0' });
  });

  it('begins once where the answer to who takes it up is lost', async () => {
    const pending = await saved();
    await approve(pending.reservationId);
    proxy.next(/extend$/, 'answer lost', 'overloaded');
    expect(await purser.resume(pending, () => 'done')).toBe('done');
  });

  it('goes on waiting where the one who resumes it gives up', async () => {
    const pending = await saved();
    const abort = new AbortController();
    const resuming = errorOf(purser.resume(pending, () => 'never', { signal: abort.signal }));
    abort.abort(new Error('enough'));
    expect(((await resuming) as Error).message).toBe('enough');
    await approve(pending.reservationId);
    expect(await purser.resume(pending, () => 'done')).toBe('done');
  });
});

describe('a process that is killed', () => {
  it('while it waits for people loses nothing, and of two that come after it one does the work', async () => {
    const asked = await worker({ DO: 'ask and die' });
    const { reservationId } = JSON.parse(asked) as SavedPending;
    expect(await money()).toEqual({ spent: '0', reserved: '5' });
    const resuming = [1, 2].map(() => worker({ DO: 'resume', SAVED: asked }));
    await until(async () => proxy.countOf(/^GET .*waitSeconds/) >= 2);
    await approve(reservationId);
    expect((await Promise.all(resuming)).toSorted()).toEqual(['TakenUpError', 'worked']);
    expect(await money()).toEqual({ spent: '3', reserved: '0' });
  });

  it('in the middle of the work has begun it: nobody does it again, and what it holds expires', async () => {
    const pending = await saved({ ttlSeconds: 2 });
    await approve(pending.reservationId);
    expect(await worker({ DO: 'resume and die', SAVED: JSON.stringify(pending) })).toBe('working');
    expect(await errorOf(purser.resume(pending, () => 'never'))).toBeInstanceOf(TakenUpError);
    await until(async () => (await stateOf(pending.reservationId)) === 'expired');
    expect(await errorOf(purser.resume(pending, () => 'never'))).toBeInstanceOf(AttemptOverError);
    expect(await money()).toEqual({ spent: '0', reserved: '0' });
  });
});

/** Runs the worker to its end, or its death, and answers what it has printed. */
async function worker(env: Record<string, string>): Promise<string> {
  const file = path.join(import.meta.dirname, 'pending-worker.ts');
  const child = spawn(process.execPath, ['--conditions=@purser/source', '--import', 'tsx', file], {
    env: { PATH: process.env.PATH, PURSER_URL: proxy.url, PURSER_KEY: agentKey, BUDGET: budget, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect([code, signal]).toEqual(env.DO?.includes('die') ? [null, 'SIGKILL'] : [0, null]);
  return output.trim();
}
