import { command, envelopeInput, NOON, origin, rightTo, World } from '../../test/support/core.js';
import { reportsPassing } from './alerts.js';
import type { EnvelopeInput } from './commands/inputs.js';
import type { Origin } from './commands/origin.js';
import type { EntryContent } from './entries.js';
import { eventsOf } from './events.js';

const DAY = 86_400_000;
const DAILY = { window: 'day', limit: '10' } as const;

/** Somebody who may not record cost above limits. */
const agent = (): Origin => origin(null, null, 'agent', rightTo('no'));

/** A root with 1,000 and one envelope; answers the alerts of its limit. */
class Watched {
  readonly world = World.at(NOON);
  private n = 0;

  constructor(envelope: Partial<EnvelopeInput>) {
    this.run('create', {
      budgetId: 'R',
      allocation: '1000',
      envelopes: [envelopeInput({ id: 'e', ...envelope })],
    });
  }

  run(type: Parameters<typeof command>[0], fields: object): string {
    const before = this.world.journal.length;
    this.world.run(command(type, { treeId: 'R', budgetId: 'R', ...fields }));
    const events = this.world.journal.slice(before).flatMap(({ content }) => eventsOf(content));
    return events.flatMap(({ type }) => (type.startsWith('envelope.') ? type.slice(9) : [])).join();
  }

  reserve(amount: string, fields: object = {}): string {
    return this.run('reserve', {
      reservationId: `r${(this.n += 1)}`,
      amount,
      overage: 'overdraft',
      ...fields,
    });
  }

  /** Settles the newest reservation, or the one that is named. */
  settle(type: 'release' | 'commit' | 'refund' | 'expire' | 'claim_settle', fields: object = {}): string {
    return this.run(type, { reservationId: `r${this.n}`, ...fields });
  }

  /** A reservation that comes and goes. */
  swing(amount: string, fields: object = {}): string {
    const alerts = this.reserve(amount, fields);
    expect(this.settle('release')).toBe('');
    return alerts;
  }

  /** What cost above a limit has stopped. */
  resume(): void {
    expect(this.world.state.budgets.get('R')?.state).toBe('paused');
    this.run('resume', { reason: 'seen' });
  }

  relimit(limit: string): void {
    const ifRevision = this.world.state.budgets.get('R')!.revision;
    expect(this.run('envelope_update', { envelopeId: 'e', limit, ifRevision })).toBe('');
  }

  wait(milliseconds: number): void {
    this.world.moveTo(this.world.now + milliseconds);
  }

  get alert() {
    return [...this.world.state.counters.values()].map(({ alert }) => alert && { ...alert });
  }
}

describe('a limit that is reached or passed again and again', () => {
  it.each<[string, Partial<EnvelopeInput>, (w: Watched) => string[], string[]]>([
    [
      'is reported when it is reached, once in a window',
      DAILY,
      (w) => {
        const alerts = [w.swing('10'), w.swing('10'), w.swing('9'), w.swing('10')];
        w.wait(DAY);
        return [...alerts, w.swing('10'), w.swing('10')];
      },
      ['exhausted', '', '', '', 'exhausted', ''],
    ],
    [
      'is reported when it is passed, once in a window',
      { ...DAILY, onExceed: 'notify' },
      (w) => {
        const alerts = [w.swing('11'), w.swing('11'), w.swing('12')];
        w.wait(DAY);
        return [...alerts, w.swing('11')];
      },
      ['threshold_reached', '', '', 'threshold_reached'],
    ],
    [
      'is reported as reached, then as passed, and as neither again',
      { ...DAILY, onExceed: 'notify' },
      (w) => [w.swing('10'), w.swing('11'), w.swing('10'), w.swing('11')],
      ['exhausted', 'threshold_reached', '', ''],
    ],
    [
      'is reported for each key that it counts',
      { ...DAILY, per: 'vendor' },
      (w) => ['a', 'b', 'a', 'b', 'c/d', 'c/d'].map((vendor) => w.swing('10', { vendor })),
      ['exhausted', 'exhausted', '', '', 'exhausted', ''],
    ],
    [
      'is reported once more after a change',
      DAILY,
      (w) => {
        const alerts = [w.swing('10')];
        w.relimit('20');
        alerts.push(w.swing('10'), w.swing('20'), w.swing('20'));
        w.relimit('10');
        return [...alerts, w.swing('10'), w.swing('10')];
      },
      ['exhausted', '', 'exhausted', '', 'exhausted', ''],
    ],
    [
      'is reported once more when it was lowered below what is used',
      { ...DAILY, onExceed: 'notify' },
      (w) => {
        w.reserve('8');
        w.relimit('5');
        const alerts = [w.reserve('1'), w.reserve('1')];
        for (const reservationId of ['r1', 'r2', 'r3']) w.run('release', { reservationId });
        return [...alerts, w.swing('6')];
      },
      ['threshold_reached', '', ''],
    ],
    [
      'is not reported by what it denies',
      DAILY,
      (w) => [w.reserve('11'), w.reserve('11'), w.reserve('10'), w.reserve('1'), w.reserve('1')],
      ['', '', 'exhausted', '', ''],
    ],
    [
      'is reported once by counts that come back',
      { window: 'day', metric: 'count', limit: '1' },
      (w) => [w.swing('1'), w.swing('1'), w.swing('1')],
      ['exhausted', '', ''],
    ],
    [
      'is reported once by denials, reached and passed',
      { window: 'day', metric: 'denials', limit: '1', onExceed: 'notify' },
      (w) => [w.reserve('2000'), w.reserve('2000'), w.reserve('2000')],
      ['exhausted', 'threshold_reached', ''],
    ],
    [
      'is reported once by payments that are refunded',
      DAILY,
      (w) =>
        [1, 2, 3].map(() => {
          const alerts = w.reserve('10');
          w.settle('commit', { amount: '10' });
          w.settle('refund', { amount: '10' });
          return alerts;
        }),
      ['exhausted', '', ''],
    ],
    [
      'is reported once by cost that is recorded above it',
      DAILY,
      (w) =>
        [1, 2].flatMap(() => {
          const alerts = [w.reserve('1'), w.settle('commit', { amount: '12' })];
          w.settle('refund', { amount: '12' });
          w.resume();
          return alerts;
        }),
      ['', 'threshold_reached', '', ''],
    ],
    [
      'is reported once by cost that is claimed and settled',
      DAILY,
      (w) =>
        [1, 2].flatMap(() => {
          const alerts = [w.reserve('1'), w.settle('commit', { amount: '12', origin: agent() })];
          alerts.push(w.settle('claim_settle'));
          w.settle('refund', { amount: '12' });
          w.resume();
          return alerts;
        }),
      ['', 'exhausted', 'threshold_reached', '', '', ''],
    ],
    [
      'is reported once by commits that come late, in the window of their holds',
      { ...DAILY, onExceed: 'notify' },
      (w) => {
        const alerts = [w.reserve('12', { ttlSeconds: 1 })];
        w.wait(DAY);
        return [...alerts, w.settle('expire'), w.settle('commit', { amount: '12' }), w.swing('12')];
      },
      ['threshold_reached', '', '', 'threshold_reached'],
    ],
  ])('%s', (_, envelope, act, expected) => {
    expect(act(new Watched(envelope))).toEqual(expected);
  });

  it('is not reported as passed where people are asked', () => {
    const approve = { approvals: 1, approvers: null, withinSeconds: 600 };
    const watched = new Watched({ ...DAILY, onExceed: 'approve', approve });
    expect([watched.swing('11'), watched.alert]).toEqual(['', [null]]);
    expect([watched.swing('10'), watched.swing('10')]).toEqual(['exhausted', '']);
    watched.reserve('11');
    expect(watched.run('approve', { reservationId: 'r4', origin: origin(null, null, 'ann') })).toBe('');
  });

  it.each(['12', '2'])('is reported by cost above it (%s), though people were asked before', (cost) => {
    const approve = { approvals: 1, approvers: null, withinSeconds: 600 };
    const watched = new Watched({ ...DAILY, onExceed: 'approve', approve });
    const pay = (reservationId: string): string => watched.run('commit', { reservationId, amount: cost });
    expect([watched.reserve('1'), watched.reserve('1'), watched.reserve('11')]).toEqual(['', '', '']);
    expect([pay('r1'), pay('r2')]).toEqual(['threshold_reached', '']);
    expect(watched.alert).toEqual([{ number: 1, limit: 10n, passed: true }]);
  });

  it('is reported under another onExceed, and once more with another limit', () => {
    const approve = { approvals: 1, approvers: null, withinSeconds: 600 };
    const watched = new Watched({ ...DAILY, onExceed: 'approve', approve });
    const notify = (fields: object): string => {
      const ifRevision = watched.world.state.budgets.get('R')!.revision;
      return watched.run('envelope_update', { envelopeId: 'e', onExceed: 'notify', ifRevision, ...fields });
    };
    expect([watched.reserve('11'), notify({}), watched.reserve('1'), watched.reserve('1')]).toEqual([
      '',
      '',
      'threshold_reached',
      '',
    ]);
    expect([notify({ limit: '12' }), watched.reserve('1'), watched.reserve('1')]).toEqual([
      '',
      'threshold_reached',
      '',
    ]);
  });

  it('has a number for each alert, and repetitions name it', () => {
    const watched = new Watched({ ...DAILY, onExceed: 'notify' });
    for (const amount of ['10', '12', '12', '10', '9']) watched.swing(amount);
    expect(watched.alert).toEqual([{ number: 2, limit: 10n, passed: true }]);
    const charges = watched.world.journal.flatMap(({ content }) => content.charges ?? []);
    expect(charges.filter(({ delta }) => !delta!.startsWith('-'))).toMatchObject([
      { alert: 1, used: '10' },
      { alert: 2, used: '12' },
      { again: 2, used: '12' },
      { again: 2, used: '10' },
      { used: '9' },
    ]);
    expect(charges.at(-2)).not.toHaveProperty('alert', expect.anything());
  });
});

describe('a limit for each transaction', () => {
  it('is reported once for each reservation that passes it, refunds or not', () => {
    const watched = new Watched({ window: 'transaction', limit: '10', onExceed: 'notify' });
    expect([watched.reserve('11'), watched.reserve('11')]).toEqual([
      'threshold_reached',
      'threshold_reached',
    ]);
    watched.settle('release');
    expect(watched.settle('commit', { amount: '11' })).toBe('');
    watched.reserve('5');
    const pay = (amount: string) => watched.settle('commit', { amount, final: false });
    const refund = () => watched.settle('refund', { amount: '8' });
    expect([pay('8'), pay('8'), refund(), pay('8'), refund(), pay('8')]).toEqual([
      '',
      'threshold_reached',
      '',
      '',
      '',
      '',
    ]);
  });
});

describe('entries from before alerts had numbers', () => {
  it('report each time', () => {
    const watched = new Watched({ ...DAILY, onExceed: 'notify' });
    for (const amount of ['10', '12', '10', '12']) watched.swing(amount);
    const alerts = watched.world.journal.flatMap(({ content }) => {
      const charges = content.charges?.map(({ again: _, alert: __, ...charge }) => charge);
      return eventsOf({ ...content, charges }).map(({ type }) => type);
    });
    expect(alerts.filter((type) => type.startsWith('envelope.'))).toEqual([
      'envelope.exhausted',
      'envelope.threshold_reached',
      'envelope.exhausted',
      'envelope.threshold_reached',
    ]);
  });
});

describe('an entry that has passed a limit reports it', () => {
  const passed = (...ids: string[]) =>
    ({ notices: ids.map((envelopeId) => ({ envelopeId })) }) as Partial<EntryContent>;
  const asking = { reservation: { approval: { envelopes: ['e'] } } } as Partial<EntryContent>;

  it.each<[string, Partial<EntryContent>, boolean]>([
    ['where it notices it', { kind: 'commit', ...passed('e') }, true],
    ['beside others', { kind: 'reserve', ...passed('other', 'e') }, true],
    ['but not where it notices another', { kind: 'commit', ...passed('other') }, false],
    ['nor where it notices none', { kind: 'commit' }, false],
    ['nor where people are asked about it', { kind: 'reserve', ...passed('e'), ...asking }, false],
    ['nor where it only repeats it', { kind: 'approve', ...passed('e') }, false],
  ])('%s', (_when, entry, reports) => {
    expect(reportsPassing(entry as EntryContent, 'e')).toBe(reports);
  });
});
