import { hash } from 'node:crypto';
import { WINDOWS } from '../../src/core/windows.js';
import { newId } from '../../src/ids/ids.js';
import { envelopeInput } from './core.js';
import type { TestLedger } from './ledger.js';

/** A small generator of its own, so that a failure can be repeated as far as the timing of two writers can. */
function dice(seed: number) {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return { next, pick: <T>(items: readonly T[]): T => items[next(items.length)]! };
}

/** Whatever two ledgers can do to one tree at once, for a while; answers the root. */
export async function randomLoad(
  ledgers: readonly TestLedger[],
  seed: number,
  steps = 2_000,
  settings: object = {},
): Promise<string> {
  const { next, pick } = dice(seed);
  const first = ledgers[0]!;
  const labels = { dimensions: ['step', 'team'], metadata: { team: 'root' } };
  const root = await first.root('500', { scale: 1, ...labels, ...settings });
  const budgets = [root];
  const reservations: string[] = [];
  /** Those with a settlement token. */
  const settleable: { id: string; budgetId: string }[] = [];
  const envelopes: string[] = [];
  let made = 0;

  const onExceed = () => {
    const chosen = pick(['deny', 'notify', 'approve', 'pause'] as const);
    const rule = {
      approvals: 1 + next(2),
      approvers: pick([null, ['ann', 'bob']]),
      withinSeconds: 1 + next(3),
    };
    return { onExceed: chosen, approve: chosen === 'approve' ? rule : null };
  };
  const envelope = () => {
    const id = newId('envelope');
    envelopes.push(id);
    const window = pick(WINDOWS);
    const metric = window === 'transaction' ? 'amount' : pick(['amount', 'count'] as const);
    return envelopeInput({
      id,
      window,
      metric,
      limit: String(next(200)),
      timezone: pick([null, 'Asia/Kathmandu']),
      per: pick([null, 'vendor', 'run'] as const),
      scope: pick(['subtree', 'self'] as const),
      ...onExceed(),
    });
  };
  // Some are longer than what entries repeat, and several settlements have more than a reservation keeps.
  const settlementLabels = () =>
    pick([
      null,
      { step: `step-${next(3)}` },
      { [`label-${next(40)}`]: 'x'.repeat(300), team: `team-${next(3)}` },
      Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`l${i + next(2)}`, `${next(9)}`])),
    ]);
  // Settings change under a revision that is guessed: some hold.
  const ifRevision = (): number => 1 + next(4);
  const one = async (ledger: TestLedger): Promise<unknown> => {
    const budgetId = pick(budgets);
    const amount = String(next(400) / 10);
    const reservationId = reservations.length > 0 ? pick(reservations) : newId('reservation');
    switch (next(26)) {
      case 0:
      case 1: {
        const childId = newId('budget');
        const [low, high] = [next(60), next(200)].sort((a, b) => a - b);
        const outcome = await ledger.submit('delegate', {
          budgetId,
          childId,
          guarantee: String(low),
          ceiling: String(high),
          envelopes: next(3) === 0 ? [envelope()] : [],
        });
        if (outcome.status === 'accepted') budgets.push(childId);
        return outcome;
      }
      case 2:
        return ledger.submit(pick(['fund', 'defund'] as const), { budgetId: root, amount });
      case 3: {
        const size = { guarantee: String(next(50)), ceiling: String(50 + next(100)) };
        const changes = [
          size,
          { metadata: { team: `team-${made % 7}` } },
          { ...size, metadata: null },
          { dimensions: made % 2 === 0 ? ['team'] : ['team', 'step'] },
        ];
        return ledger.submit('update', { budgetId, ifRevision: ifRevision(), ...changes[made % 4] });
      }
      case 4:
        return ledger.submit('freeze', { budgetId });
      case 5:
      case 6:
        return ledger.submit('resume', { budgetId, reason: 'looked at' });
      case 7:
        return next(4) > 0
          ? null
          : ledger.submit('close', { budgetId: pick(budgets.slice(1)) ?? newId('budget') });
      case 8:
        return ledger.submit('envelope_create', {
          budgetId,
          ifRevision: ifRevision(),
          envelope: envelope(),
        });
      case 9:
        return ledger.submit(pick(['envelope_update', 'envelope_delete'] as const), {
          envelopeId: pick(envelopes) ?? newId('envelope'),
          ifRevision: ifRevision(),
          limit: String(next(100)),
        });
      case 10:
      case 11:
      case 12:
        return ledger.submit('commit', {
          reservationId,
          amount,
          final: next(2) === 0,
          overage: pick([null, 'available', 'reject', 'overdraft']),
          usage: pick([null, null, { call: 1 + next(3) }]),
          externalId: pick([null, `call-${next(40)}`]),
          metadata: settlementLabels(),
          outcome: pick([null, null, { type: 'done', evidence: { b: '1', a: '2' } }]),
        });
      case 13:
        return next(2) === 0
          ? ledger.submit('release', { reservationId })
          : ledger.submit('charge', {
              budgetId,
              reservationId: newId('reservation'),
              amount,
              vendor: pick(['a', 'b']),
              externalId: pick([null, `line-${next(40)}`]),
            });
      case 14: {
        const of = settleable.at(-1 - next(3));
        const what = of ? next(6) : 0;
        if (!of || what < 2) return ledger.submit('extend', { reservationId, ttlSeconds: 1 + next(3) });
        if (what === 2) return ledger.submit('token_revoke', { reservationId: of.id });
        if (what === 3) return ledger.submitAsPayee(of, 'release', {});
        const paid = { amount: String(next(20) / 10), final: next(2) === 0, metadata: settlementLabels() };
        return ledger.submitAsPayee(of, 'commit', paid);
      }
      case 15: {
        const type = pick([
          'dispute_open',
          'dispute_open',
          'dispute_uphold',
          'dispute_reject',
          'dispute_withdraw',
        ] as const);
        const externalId = type === 'dispute_uphold' ? pick([null, `credit-${next(9)}`]) : undefined;
        const disputed = { reservationId, amount: pick([null, amount]), externalId, reason: 'looked at' };
        return ledger.submitAs(pick(['ann', 'bob', 'tester']), type, disputed);
      }
      case 16:
        return ledger.submit('refund', {
          reservationId,
          amount: String(next(100) / 10),
          usage: pick([null, { call: next(3) }]),
          externalId: pick([null, `credit-${next(9)}`]),
          metadata: settlementLabels(),
        });
      case 17:
      case 18:
      case 19: {
        // Mostly one of the newest, which may still wait.
        const recent = reservations.at(-1 - next(12)) ?? reservationId;
        return ledger.submitAs(pick(['ann', 'bob', 'tester']), 'approve', { reservationId: recent });
      }
      case 20:
        return ledger.submitAs('ann', 'reject', {
          reservationId: pick(reservations) ?? reservationId,
          reason: 'no',
        });
      default: {
        const tokenHash = next(3) === 0 ? hash('sha256', `token ${made}`) : null;
        const outcome = await ledger.reserve(budgetId, amount, {
          vendor: pick([null, 'a', 'b', 'c/d']),
          runId: pick([null, 'run']),
          ttlSeconds: pick([1, 600]),
          onExpiry: pick(['release', 'release', 'commit']),
          tokenHash,
          metadata: pick([null, { step: next(3) }]),
          context: pick([null, { b: [1.5, 'x'], a: { '10': 1, '9': 2 } }]),
        });
        if (outcome.status !== 'accepted') return outcome;
        reservations.push(outcome.id);
        if (tokenHash !== null) settleable.push({ id: outcome.id, budgetId });
        return outcome;
      }
    }
  };

  await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      while ((made += 1) <= steps) await one(ledgers[i % ledgers.length]!);
    }),
  );
  return root;
}
