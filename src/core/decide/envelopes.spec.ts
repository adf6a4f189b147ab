import { EVERYTHING } from '../matches/match.js';
import { rules } from '../../../test/support/rules.js';
import type { EnvelopeInput } from '../commands/inputs.js';
import { command, envelopeInput, NOON, World } from '../../../test/support/core.js';
import { ON_EXCEED, SCOPES } from '../envelopes.js';
import { WINDOWS } from '../windows.js';

describe('an envelope', () => {
  rules({
    'limits what is reserved and paid within its window': `
      root R 1000
      limit e R day 50
      reserve r R 30
      commit r 20
      reserve s R 31 -> denied envelope_exceeded at=e largest=30 retry=2026-01-16
      reserve s R 30
      used e 50
      release s
      used e 20`,
    'limits the subtree': `
      root R 1000
      child a R 100
      child b a 0..100
      limit e a day 50
      reserve r b 30
      reserve s a 21 -> denied envelope_exceeded at=e largest=20
      reserve s a 20
      reserve t R 500
      used e 50`,
    'or the budget alone': `
      root R 1000
      child a R 100
      child b a 0..100
      limit e a day 50 scope=self
      reserve r b 60
      reserve s a 51 -> denied insufficient_funds,envelope_exceeded at=a,e largest=40
      release r
      reserve s a 51 -> denied envelope_exceeded at=e largest=50
      reserve s a 50
      used e 50`,
    'all on the path are obeyed, and all broken are named': `
      root R 1000
      child a R 200
      child b a 100
      limit x b hour 10
      limit y a day 20
      limit z R month 30
      limit w R lifetime 300
      reserve r b 31 -> denied envelope_exceeded at=x,y,z largest=10 retry=never
      reserve r b 10
      reserve s b 10 -> denied envelope_exceeded at=x largest=0 retry=2026-01-15T13:00:00Z
      reserve s a 11 -> denied envelope_exceeded at=y largest=10 retry=2026-01-16
      reserve s a 10
      reserve t b 5 -> denied envelope_exceeded at=x,y largest=0 retry=2026-01-16
      reserve u R 11 -> denied envelope_exceeded at=z largest=10 retry=2026-02-01
      reserve u R 10
      reserve t b 5 -> denied envelope_exceeded at=x,y,z largest=0 retry=2026-02-01
      at 2026-02-01
      reserve t b 5`,
    counts: `
      root R 1000
      limit n R minute 2 metric=count
      reserve r R 1
      reserve s R 0
      dry_run R 5 -> denied count_exceeded at=n largest=0 retry=2026-01-15T12:01:00Z
      commit r 1
      reserve t R 5 -> denied count_exceeded at=n
      wait 60
      reserve t R 5
      used n 1`,
    'takes up so many names in a day, and knows those that it has': `
      root R 100
      child a R 50
      limit e R lifetime 50 per=run exceed=notify
      limit n R month 9 metric=count per=vendor
      named e 99999
      reserve r a 1 run=x
      dry_run a 1 run=y -> denied too_many_names at=e largest=0 retry=2026-01-16T00:00:00Z
      reserve s a 1 run=y vendor=v -> denied too_many_names at=e largest=0
      reserve s a 60 run=y -> denied too_many_names,insufficient_funds at=a,e largest=0 retry=never
      reserve s a 1 run=x
      reserve t a 1
      wait 86400
      reserve u a 1 run=y
      used e 2 key=x
      used e 1 key=y`,
    'of those whose denials it counts as well, and counts no others': `
      root R 10
      limit d R day 5 metric=denials per=vendor exceed=notify
      named d 99999
      reserve r R 60 vendor=v -> denied insufficient_funds
      reserve r R 60 vendor=w -> denied insufficient_funds
      reserve r R 60 vendor=v -> denied insufficient_funds
      used d 2 key=v
      used d 0 key=w`,
    'for each vendor': `
      root R 1000
      limit e R day 10 per=vendor
      reserve r R 10 vendor=a
      reserve s R 1 vendor=a -> denied envelope_exceeded at=e largest=0
      reserve s R 10 vendor=b
      reserve t R 10
      reserve u R 1 -> denied envelope_exceeded at=e largest=0
      used e 10 key=a
      used e 10 key=b
      used e 10`,
    'for some vendors and some categories': `
      root R 1000
      limit e R day 10 match=a,b categories=x
      reserve r R 11 vendor=a
      reserve r2 R 11 category=x
      reserve s R 11 vendor=c category=x
      reserve t R 11 vendor=b category=x -> denied envelope_exceeded at=e largest=10
      reserve t R 10 vendor=b category=x
      reserve u R 1 vendor=a category=x -> denied envelope_exceeded
      used e 10`,
    'for some items': `
      root R 1000
      limit e R day 10 items=a,b
      limit f R day 20 items=a match=v
      reserve r R 50
      reserve s R 50 item=c
      reserve t R 11 item=a -> denied envelope_exceeded at=e largest=10
      reserve t R 6 item=a vendor=v
      reserve u R 5 item=b -> denied envelope_exceeded at=e largest=4
      reserve u R 4 item=b
      relimit e 100
      reserve w R 15 item=a vendor=v -> denied envelope_exceeded at=f largest=14
      reserve w R 15 item=a vendor=w
      commit t 6
      release u
      used e 21
      used f 6`,
    'for some items counts what is rated': `
      root R 1000
      price p R charges=call:3/1
      limit e R day 10 items=thing
      reserve r R ~ usage=call:3
      reserve s R ~ usage=call:1 -> denied envelope_exceeded at=e largest=1
      commit r ~ usage=call:2
      used e 6
      reserve s R 10
      used e 6`,
    'that notifies lets pass': `
      root R 1000
      limit e R day 10 exceed=notify
      limit n R day 1 metric=count exceed=notify
      reserve r R 10
      reserve s R 1 -> notice e,n
      reserve t R 2000 -> denied insufficient_funds at=R largest=989
      used e 11
      used n 2`,
    'turns in the zone of its tree, or in its own': `
      root R 1000 zone=America/New_York
      limit e R day 10
      limit f R day 20 zone=Asia/Kathmandu
      reserve r R 10
      reserve s R 10 -> denied envelope_exceeded at=e retry=2026-01-16T05:00:00Z
      reserve s R 11 -> denied envelope_exceeded at=e,f retry=never
      at 2026-01-15T18:15:00Z
      used f 0
      used e 10
      at 2026-01-16T04:59:59.999Z
      reserve s R 10 -> denied envelope_exceeded at=e
      at 2026-01-16T05:00:00Z
      reserve s R 10`,
    'retry is as late as the last of those that are in the way': `
      root R 1000
      limit a R minute 5
      limit b R hour 5
      limit c R week 5
      limit d R day 5 match=x
      reserve r R 5
      reserve s R 1 -> denied envelope_exceeded at=a,b,c retry=2026-01-19
      unlimit c
      reserve s R 1 -> denied envelope_exceeded at=a,b retry=2026-01-15T13:00:00Z
      unlimit b
      reserve s R 1 -> denied envelope_exceeded at=a retry=2026-01-15T12:01:00Z
      reserve s R 6 -> denied envelope_exceeded at=a retry=never
      limit l R lifetime 0
      reserve s R 1 -> denied envelope_exceeded at=a,l retry=never`,
  });
});

describe('a change of an envelope', () => {
  rules({
    'binds the next decision': `
      root R 1000
      limit e R day 50
      reserve r R 30
      relimit e 20
      R: 1000 reserved=30 revision=3
      reserve s R 1 -> denied envelope_exceeded largest=0 retry=2026-01-16
      reserve s R 0
      relimit e 60
      reserve t R 30
      relimit e 60 exceed=notify
      reserve u R 30 -> notice e
      relimit e 60 exceed=deny
      reserve v R 1 -> denied envelope_exceeded`,
    'counts from its creation on': `
      root R 1000
      reserve r R 30
      limit e R day 50
      commit r 30
      used e 0
      reserve s R 50
      used e 50`,
    'counts what was reserved before it from when that takes more than it held': `
      root R 1000
      reserve r R 30
      reserve s R 10
      limit e R day 50
      limit f R day 0 metric=count
      commit r 20 partial
      used e 0
      commit r 30 partial
      used e 50
      used f 0
      commit r 1 -> denied envelope_exceeded largest=0
      commit s 10
      used e 50`,
    'stands in the way of late payments that it was made after': `
      root R 1000
      reserve r R 0 vendor=a
      wait 601
      expire r
      limit e R day 5
      commit r 9 -> denied envelope_exceeded largest=5
      update R vendors=-a
      commit r 5 -> denied vendor_not_allowed
      update R vendors=+a
      commit r 5
      used e 5`,
    'that ends it leaves its counter to settle': `
      root R 1000
      limit e R day 50
      reserve r R 50
      unlimit e
      reserve s R 100
      commit r 20
      used e 20
      unlimit e -> rejected not_found
      relimit e 5 of=R -> rejected not_found`,
    'needs the budget that has it': `
      root R 1000
      child a R 10
      limit e R day 50
      relimit e 20 of=a -> rejected not_found
      unlimit e of=a -> rejected not_found
      relimit x 20 of=a -> rejected not_found`,
    'counts over windows, and not within one transaction': `
      root R 100
      limit c R transaction 5 metric=count -> rejected invalid_envelope field=window
      limit c R minute 5 metric=count`,
    'takes whole numbers for counts and the decimals of the tree for amounts': `
      root R 1000 scale=2
      limit e R day 0.001 -> rejected invalid_amount field=limit
      limit n R day 0.5 metric=count -> rejected invalid_amount field=limit
      limit e R day 0.01
      limit n R day 5 metric=count
      relimit e 0.001 -> rejected invalid_amount field=limit
      relimit n 0.1 -> rejected invalid_amount field=limit
      relimit n 1000000000000000001 -> rejected invalid_amount
      relimit n 1000000000000000000
      child a R 1 envelope=day:-5 -> rejected invalid_amount field=envelopes.0.limit`,
    'can be made at most 32 times': `
      root R 1000 envelopes=31
      limit e R day 1
      limit f R day 1 -> rejected too_many_envelopes
      child a R 1 envelope=day:1
      reserve r R 2 -> denied envelope_exceeded at=e largest=1`,
  });
});

/** What envelope `e` on budget `a` lets pass of these, in their order; both limits are two. */
const CALLS = [
  { budgetId: 'a', vendor: 'v', category: 'c', runId: 'x' },
  { budgetId: 'b', vendor: 'v', category: 'c', runId: 'y' },
  { budgetId: 'a', vendor: 'w', category: 'c', runId: 'y' },
  { budgetId: 'b', vendor: 'w', category: 'd', runId: 'y' },
  { budgetId: 'a', vendor: 'v', category: 'd', runId: 'x' },
  { budgetId: 'a', vendor: null, category: null, runId: null },
  { budgetId: 'b', vendor: 'v', category: 'c', runId: 'x' },
  { budgetId: 'a', vendor: 'v', category: 'c', runId: 'x' },
  { budgetId: 'R', vendor: 'v', category: 'c', runId: 'x' },
  { budgetId: 'a', vendor: 'v', category: 'c', runId: 'x' },
];

type Kind = Pick<EnvelopeInput, 'window' | 'metric' | 'match' | 'scope' | 'onExceed'> & {
  per: 'vendor' | 'category' | 'run' | null;
};

describe.each(WINDOWS)('every kind of envelope on a %s', (window) => {
  // Denials have a table of their own, and within one transaction nothing is counted.
  const metrics = window === 'transaction' ? (['amount'] as const) : (['amount', 'count'] as const);
  it.each(metrics)('by %s', (metric) => {
    for (const vendors of [null, ['v']])
      for (const categories of [null, ['c', 'd']])
        for (const per of [null, 'vendor', 'category', 'run'] as const)
          for (const scope of SCOPES)
            for (const onExceed of ON_EXCEED) {
              const match = { ...EVERYTHING, vendors, categories };
              const kind = { window, metric, match, per, scope, onExceed };
              expect({ kind, outcomes: found(kind) }).toEqual({ kind, outcomes: expected(kind) });
            }
  });
});

function found(kind: Kind): string[] {
  const world = World.at(NOON);
  const rule = { approvals: 1, approvers: null, withinSeconds: 60 };
  const approve = kind.onExceed === 'approve' ? rule : null;
  const envelopes = [envelopeInput({ ...kind, approve, id: 'e', limit: '2' })];
  world.run(command('create', { treeId: 'R', budgetId: 'R', allocation: '100' }));
  world.run(command('delegate', { treeId: 'R', budgetId: 'R', childId: 'a', guarantee: '50', envelopes }));
  world.run(command('delegate', { treeId: 'R', budgetId: 'a', childId: 'b', guarantee: '20' }));
  return CALLS.map((call, i) => {
    const asked = command('reserve', { treeId: 'R', reservationId: `r${i}`, amount: '1', ...call });
    const { outcome } = world.run(asked);
    const isWaiting = world.state.reservations.get(`r${i}`)?.state === 'pending_approval';
    if (isWaiting) return 'waits';
    return outcome.status === 'accepted' && outcome.entry.notices ? 'noticed' : outcome.status;
  });
}

function expected(kind: Kind): string[] {
  const used = new Map<string, number>();
  let isPaused = false;
  return CALLS.map((call) => {
    if (isPaused && call.budgetId !== 'R') return 'denied';
    const inScope = kind.scope === 'self' ? call.budgetId === 'a' : call.budgetId !== 'R';
    const isVendor = kind.match.vendors?.includes(call.vendor ?? '') ?? true;
    const isCategory = kind.match.categories?.includes(call.category ?? '') ?? true;
    if (!inScope || !isVendor || !isCategory || kind.window === 'transaction') return 'accepted';
    const key = String(kind.per && call[kind.per === 'run' ? 'runId' : kind.per]);
    const count = used.get(key) ?? 0;
    isPaused = count >= 2 && kind.onExceed === 'pause';
    if (isPaused || (count >= 2 && kind.onExceed === 'deny')) return 'denied';
    used.set(key, count + 1);
    if (count < 2) return 'accepted';
    return kind.onExceed === 'approve' ? 'waits' : 'noticed';
  });
}
