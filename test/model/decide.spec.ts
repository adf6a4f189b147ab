import fc from 'fast-check';
import type { Command } from '../../src/core/commands/commands.js';
import { decide } from '../../src/core/decide.js';
import { DISPUTE_STATES } from '../../src/core/disputes.js';
import { formatAmount, parseAmount } from '../../src/core/money.js';
import type { Outcome } from '../../src/core/outcomes.js';
import type { Violation } from '../../src/core/violations.js';
import { command, envelopeInput, NOON, World } from '../support/core.js';
import { checkInvariants, checkJournal, claim, show } from '../support/invariants.js';
import { proveDenial, proveRejection } from '../support/proofs.js';
import { Listener, windowOf } from './alerts.js';
import { commandOf } from './asking.js';
import { anyFleet } from './fleet.js';
import { originOf, type Sender } from './key-steps.js';
import { FIRST, LabelBook } from './labels.js';
import { Model, type Opinion } from './model.js';
import { named } from './names.js';
import { opine } from './opinion.js';
import { anyRun, type Run } from './steps.js';
import { windowName } from './window-name.js';

/**
 * The same runs each time, so that no suite passes or fails by luck. PURSER_TEST_RUNS=20000 draws others, and searches longer:
 * whoever changes a rule does so.
 */
const wanted = process.env.PURSER_TEST_RUNS;
const drawn = wanted === undefined ? { numRuns: 450, seed: 20_261_127 } : { numRuns: Number(wanted) };

describe('decide', () => {
  it('does what the naive model says, whatever the commands and the clock', () => {
    fc.assert(fc.property(anyRun, play), drawn);
    // Otherwise the runs would say nothing of spawns that are repeated.
    expect(found).toBeGreaterThan(0);
    // Nor of disputes.
    expect([...disputes].sort()).toEqual([...DISPUTE_STATES].sort());
  });

  it('does what the naive model says of a fleet with keys and limits of its own', () => {
    fc.assert(fc.property(anyFleet, play), { ...drawn, numRuns: drawn.numRuns / 3 });
    // Otherwise the runs would say nothing of what they are for.
    const rules = ['forbidden', 'not_found', 'set_from_above', 'own_request', 'approver_out_of_reach'];
    const scopes = ['scope_vendor', 'scope_run', 'scope_amount'];
    const decisions = ['reserve', 'commit', 'approve', 'key_issue', 'key_rotate', 'replayed'];
    expect([...met]).toEqual(expect.arrayContaining([...rules, ...scopes, ...decisions]));
  });
});

/** How many delegations found the child that they asked for. */
let found = 0;

/** Where disputes were at the end of all runs. */
const disputes = new Set<string>();

/** What commands that are sent with keys have met in all runs. */
const met = new Set<string>();

function note({ origin, type }: Command, outcome: Outcome): void {
  if (outcome.status === 'accepted' && outcome.existed) found += 1;
  if (origin.keyId === null) return;
  if (outcome.status === 'rejected') met.add(outcome.rejection.code);
  else if (outcome.status === 'denied') for (const { rule } of outcome.denial.violations) met.add(rule);
  else met.add(outcome.status === 'accepted' && outcome.replayed ? 'replayed' : type);
}

function play({ scale, zone, allocation, steps }: Run): void {
  const world = World.at(NOON);
  const model = new Model(zone);
  const units = formatAmount(BigInt(allocation), scale);
  const fields = { treeId: 'R', budgetId: 'R', allocation: units, scale, timezone: zone, ...FIRST };
  world.run(command('create', fields));
  const root = {
    id: 'R',
    parent: null,
    ref: null,
    guarantee: BigInt(allocation),
    ceiling: BigInt(allocation),
  };
  model.nodes.set('R', {
    ...root,
    state: 'active',
    pausedUntil: null,
    policy: null,
    policyFromAbove: false,
    stoppedFromAbove: false,
    owed: 0n,
    revision: 1,
    version: 1,
  });
  let last = checkJournal(world);
  let journaled = world.journal.length;
  let latest = NOON;
  const sent: Command[] = [];
  const listener = new Listener();
  const labels = new LabelBook();
  for (const [place, step] of steps.entries()) {
    if (step.type === 'tick') {
      world.moveTo('to' in step.tick ? step.tick.to : world.now + step.tick.by);
      latest = Math.max(latest, world.now);
      continue;
    }
    const asked =
      step.type === 'again'
        ? repeated(sent[step.on % sent.length], step.sent, model)
        : commandOf(step, model, scale, place, world.now);
    if (!asked) continue;
    if (asked.origin.requestKey !== null) sent.push(asked);
    const before = world.fork();
    const { outcome, draft } = world.run(asked);
    const pauses = draft?.entries.some(({ kind }) => kind === 'pause');
    const former = model.clone();
    const opinion = opine(model, asked, scale, world.now);
    note(asked, outcome);
    try {
      compareOutcome(outcome, opinion, scale);
      labels.check(draft?.entries ?? [], asked, model);
      if (outcome.status === 'accepted' && !outcome.replayed) labels.take(asked);
      labels.compare(world);
      compareState(world, model);
      listener.hear(asked, world.state.counters.values(), former, model, draft?.entries ?? []);
      checkInvariants(world);
      last = checkJournal(world, journaled, last);
      // Where the clock went back, later windows may be in use already.
      if (world.now === latest) proveClaims(pauses ? world.fork() : before, asked, outcome);
    } catch (error) {
      const step = `step ${place} at ${new Date(world.now).toISOString()}: ${show(asked)}\n`;
      throw new Error(`${step}${(error as Error).message}\noutcome: ${show(outcome)}`, { cause: error });
    }
    journaled = world.journal.length;
  }
  for (const { dispute } of model.calls.values()) if (dispute) disputes.add(dispute.state);
}

/** A command once more, perhaps with another key of its holder. */
function repeated(asked: Command | undefined, sender: Sender, model: Model): Command | undefined {
  if (!asked || sender === null) return asked;
  const { requestKey, idempotencyKey, fingerprint, principal } = asked.origin;
  const keys = [...model.credentials.values()].filter(({ holder }) => holder === principal);
  const by = keys[sender.which % Math.max(1, keys.length)];
  if (!by || requestKey === idempotencyKey) return asked;
  return { ...asked, origin: originOf(by, idempotencyKey, fingerprint) };
}

/** What is claimed is claimed of who asks as they are now: that their key may have ended by then is another matter. */
function proveClaims(before: World, sent: Command, outcome: Outcome): void {
  const { authority } = sent.origin;
  const lasting = authority && { ...authority, expiresAt: null };
  const asked = { ...sent, origin: { ...sent.origin, keyId: null, authority: lasting } };
  if (outcome.status === 'denied') proveDenial(before, asked, outcome.denial);
  // What would be accepted is said of the command, whoever gives it.
  const isByPayee = authority?.settles !== undefined;
  const byAnybody = isByPayee ? asked : { ...sent, origin: { ...asked.origin, authority: null } };
  if (outcome.status === 'rejected') proveRejection(before, byAnybody, outcome.rejection);
}

function compareOutcome(outcome: Outcome, opinion: Opinion, scale: number): void {
  const found = said(outcome);
  claim(found.status === opinion.status && found.code === opinion.code, `the model says ${show(opinion)}`);
  const violations = found.violations?.map((one) => wordsOf(one, scale)).sort();
  const expected = new Set(opinion.violations);
  if (found.omitted)
    claim(
      violations!.every((one) => expected.has(one)),
      `the model says ${show(opinion)}`,
    );
  else if (violations)
    claim(show(unique(violations)) === show(opinion.violations), `the model says ${show(opinion)}`);
  const notices = found.notices?.map((one) => wordsOf(one, scale)).sort() ?? [];
  if (opinion.notices)
    claim(show(unique(notices)) === show(unique(opinion.notices)), `the model says ${show(opinion)}`);
  if (found.largest !== undefined)
    claim(found.largest === formatAmount(opinion.largest!, scale), `the model says ${show(opinion)}`);
  if (outcome.status === 'denied')
    claim(
      (outcome.denial.retryAt === null) === (opinion.retries === 'never'),
      `the model says ${show(opinion)}`,
    );
}

function said(outcome: Outcome) {
  switch (outcome.status) {
    case 'accepted':
      return {
        status: outcome.replayed ? 'replayed' : outcome.existed ? 'existed' : 'accepted',
        ...(!outcome.replayed && !outcome.existed && { notices: outcome.entry.notices }),
      };
    case 'denied': {
      const { code, violations, violationsOmitted: omitted, largestAdmissible: largest } = outcome.denial;
      return { status: 'denied', code, violations, omitted, largest };
    }
    case 'dry_run': {
      const { admissible, code, violations, violationsOmitted: omitted, notices } = outcome.decision;
      const largest = outcome.decision.largestAdmissible;
      return admissible
        ? { status: 'accepted', largest, notices }
        : { status: 'denied', code, violations, omitted, largest };
    }
    case 'rejected':
      return { status: 'rejected', code: outcome.rejection.code };
    case 'ignored':
      return { status: 'ignored' };
  }
}

const unique = (words: string[]): string[] => [...new Set(words)];

function wordsOf({ rule, budgetId, envelopeId, used, metric }: Violation, scale: number): string {
  if (rule === 'insufficient_funds') return rule;
  if (envelopeId === undefined) return `${rule} ${budgetId}`;
  return `${rule} ${budgetId} ${envelopeId} ${parseAmount(used!, metric === 'amount' ? scale : 0)}`;
}

function compareState({ state }: World, model: Model): void {
  claim(state.budgets.size === model.nodes.size, 'budgets');
  for (const { id, parent: _, policy: __, owed: overdraft, ...node } of model.nodes.values()) {
    const budget = state.budgets.get(id)!;
    const [reserved, delegated, spent] = [model.reserved(id), model.delegated(id), model.spent(id)];
    const expected = { ...node, allocated: model.allocated(id), reserved, delegated, spent, overdraft };
    for (const [name, value] of Object.entries(expected))
      claim(budget[name as 'state'] === value, `${name} of ${id} should be ${value}`, budget);
  }
  claim(state.reservations.size === model.calls.size, 'reservations');
  for (const {
    id,
    place: _,
    at: createdAt,
    ask,
    newTo: __,
    joined: ___,
    claimIsFinal,
    charged,
    dispute,
    asks,
    used,
    back,
    token,
    ...call
  } of model.calls.values()) {
    const reservation = state.reservations.get(id)!;
    const { approval } = reservation;
    const asked = approval && {
      by: approval.askedBy,
      fingerprint: approval.fingerprint,
      needed: approval.needed,
      approvers: approval.approvers,
      limits: [...approval.envelopes].sort(),
      ttl: approval.ttlSeconds,
      given: approval.given.map(({ by }) => by),
    };
    const expected = ask && { ...ask, limits: [...ask.limits].sort() };
    claim((reservation.claim?.final ?? false) === (call.claimed > 0n && claimIsFinal), `claim of ${id}`);
    claim(show(asked) === show(expected), `approval of ${id} should be ${show(expected)}`, approval);
    claim(state.payers.get(id) === asks.payer, `payer of ${id} should be ${asks.payer}`);
    const disputed = reservation.dispute && { by: reservation.dispute.by, state: reservation.dispute.state };
    claim(show(disputed) === show(dispute), `dispute of ${id} should be ${show(dispute)}`, disputed);
    const tokens = [reservation.token, token].map((one) => one && [one.hash, one.revokedAt !== null]);
    claim(show(tokens[0]) === show(tokens[1]), `settlement token of ${id}`, reservation.token);
    claim((reservation.usage?.['u'] ?? 0) === used, `usage of ${id} should be ${used}`, reservation);
    claim(
      (reservation.refundedUsage?.['u'] ?? 0) === back,
      `usage of ${id} that came back should be ${back}`,
    );
    claim((reservation.occurredAt !== null) === (charged !== undefined), `occurredAt of ${id}`);
    for (const [name, value] of Object.entries({ ...call, createdAt }))
      claim(
        reservation[name as 'state'] === value,
        `${name} of ${id} should be ${String(value)}`,
        reservation,
      );
  }
  claim(state.keys.size === model.credentials.size, 'keys');
  for (const key of model.credentials.values()) {
    const found = state.keys.get(key.id)!;
    for (const [name, value] of Object.entries(key))
      claim(
        show(found[name as 'role']) === show(value),
        `${name} of ${key.id} should be ${show(value)}`,
        found,
      );
  }
  for (const envelope of [...state.envelopes.values()].flat()) {
    const { limit, fromAbove } = model.limits.get(envelope.id)!;
    claim(envelope.fromAbove === fromAbove, `${envelope.id} is from above: ${fromAbove}`, envelope);
    claim(envelope.limit === limit, `the limit of ${envelope.id} should be ${limit}`, envelope);
  }
  for (const counter of state.counters.values()) {
    const limit = model.limits.get(counter.envelopeId)!;
    const counted =
      counter.metric === 'names'
        ? named(model, limit, windowName('day', 'UTC', counter.window.start))
        : model.counted(limit, windowOf(model, limit, counter), counter.key);
    claim(counter.used === counted, `counter ${counter.id} should be ${counted}`, counter);
  }
}

describe('decide, given anything', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[0-9.eE+-]{0,40}$/),
    fc.constantFrom('__proto__', 'R', 'a', 'r'),
  );
  const number = fc.option(fc.integer(), { freq: 2 });
  const types = [
    'delegate',
    'fund',
    'defund',
    'update',
    'freeze',
    'resume',
    'close',
    'envelope_create',
  ] as const;
  const more = [
    'envelope_update',
    'envelope_delete',
    'appraise',
    'reserve',
    'dry_run',
    'charge',
    'commit',
    'release',
    'extend',
    'refund',
    'claim_settle',
    'claim_dismiss',
    'dispute_open',
    'dispute_uphold',
    'dispute_reject',
    'dispute_withdraw',
    'pause_end',
    'approve',
    'reject',
  ] as const;
  const anything = fc.record({
    type: fc.constantFrom(...types, ...more, 'expire' as const),
    budgetId: text,
    reservationId: text,
    childId: text,
    envelopeId: text,
    amount: text,
    guarantee: text,
    ceiling: fc.option(text),
    limit: text,
    ifRevision: number,
    expectedVersion: number,
    vendor: fc.option(text),
    windowDays: fc.constant(30),
    past: fc.constant({ from: 0, to: 1, total: 7n, windows: 2 }),
    name: fc.string(),
    reason: fc.option(fc.string()),
    metadata: fc.option(fc.dictionary(fc.string(), fc.jsonValue())),
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 10 }), (all) => {
        const world = World.at(NOON);
        const envelopes = [envelopeInput({ id: 'e', window: 'day', limit: '50', per: 'vendor' })];
        world.run(command('create', { treeId: 'R', budgetId: 'R', allocation: '100', envelopes }));
        world.run(
          command('delegate', { treeId: 'R', budgetId: 'R', childId: 'a', guarantee: '5', ceiling: '50' }),
        );
        world.run(command('reserve', { treeId: 'R', budgetId: 'a', reservationId: 'r', amount: '10' }));
        for (const { type, ...fields } of all) {
          const envelope = envelopeInput({ id: fields.envelopeId, limit: fields.limit });
          const asked = command(type, { treeId: 'R', ...fields, envelope });
          const { outcome, draft } = decide(world.state, asked);
          claim(
            (draft !== null) === ['accepted', 'denied'].includes(outcome.status),
            'a draft or none',
            outcome,
          );
        }
      }),
      { ...drawn, numRuns: drawn.numRuns * 2 },
    );
  });
});
