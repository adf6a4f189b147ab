import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type {
  EndedReservation,
  HeldReservation,
  PaidOptions,
  Pending,
  PendingReservation,
  Purser,
} from '@purser/sdk';
import { build } from 'esbuild';

const PACKAGE = path.resolve(import.meta.dirname, '..');

/** What a browser would load of it. */
async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(PACKAGE, 'src/index.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  });
  return outputFiles[0]!.text;
}

test('it fits into 15 kB, and needs nothing but what every runtime has', async () => {
  const code = await bundled();
  const size = gzipSync(code).length;
  console.log(`@purser/sdk: ${(code.length / 1_000).toFixed(1)} kB, ${(size / 1_000).toFixed(1)} kB gzipped`);
  expect(size).toBeLessThan(15_000);
  expect(code).not.toMatch(/\bfrom\s*"|\brequire\(/);
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(path.join(PACKAGE, 'package.json'), 'utf8'),
  ) as Record<string, unknown>;
  expect([dependencies, peerDependencies]).toEqual([undefined, undefined]);
});

/** Both are the same type. What it says is checked by the compiler, as all here is. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Claim extends true>(): void => undefined;

/** Never called: the compiler reads it. */
export async function types(purser: Purser): Promise<void> {
  const found = await purser.reservations.create({ budgetId: 'budget_', amount: '1' });
  holds<Same<typeof found, HeldReservation | PendingReservation | EndedReservation>>();
  // What waits for people is not what is held.
  if (found.state === 'held') holds<Same<typeof found, HeldReservation>>();
  if (found.state === 'pending_approval') holds<Same<typeof found.approval.needed, number>>();
  // @ts-expect-error a reservation that is over has another type than one that is held
  const held: HeldReservation = found;

  const text = await purser.paid({ budget: 'budget_', max: '1' }, async () => 'text');
  holds<Same<typeof text, string>>();
  const perhaps = await purser.paid({ budget: 'budget_', max: '1', approval: 'hand back' }, () => 1);
  holds<Same<typeof perhaps, number | Pending<number>>>();
  // @ts-expect-error a call has a most that it can cost
  const endless: PaidOptions = { budget: 'budget_' };
  // @ts-expect-error what is rated by usage has no amount to narrow
  const narrowed: PaidOptions = { budget: 'budget_', usage: { call: 1 }, narrow: true };
  // @ts-expect-error the document knows no such path
  await purser.request({ method: 'get', path: '/v1/nothing' });
  // @ts-expect-error a path has its ids
  await purser.request({ method: 'get', path: '/v1/keys/{id}' });
  void [text, perhaps, held, endless, narrowed];
}
