import { isApproved } from '../../core/approvals.js';
import type { EntryContent, ReservationView } from '../../core/entries.js';
import { addWeights } from '../metrics.js';
import { unitsOf } from '../chain.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';
import { approvalText, expectAnswered, expectAsked } from './approvals.js';
import { claimText, expectClaim, expectOverrun } from './claims.js';
import { disputeText, expectDispute } from './disputes.js';
import type { Counters, ReplayedCounter } from './counters.js';
import { SettlementRecords } from './evidence.js';
import { digestOf, expectFacts, factsOf, repeatedFactsOf } from './facts.js';
import { expectKept } from './promises.js';
import type { Ratings } from './ratings.js';
import { expectSettled } from './settled.js';
import { expectToken, tokenText } from './settlement-tokens.js';
import { MAKING, STEPS, type Steps } from './steps.js';

/** What the journal records of one reservation, in little memory: a busy budget has millions of them. */
export interface ReplayedReservation {
  state: ReservationView['state'];
  held: bigint;
  committed: bigint;
  refunded: bigint;
  overdrawn: bigint;
  claimed: bigint;
  /** Canonical text of the claim but for its amount; null for most. */
  claim: string | null;
  disputed: bigint;
  /** The same of the dispute. */
  dispute: string | null;
  expiresAt: string;
  settledAt: string | null;
  /** Canonical text of what people were asked and answered; null for most. */
  approval: string | null;
  /** Digest of what never changes: see {@link factsOf}. */
  facts: string;
  /** The same as later entries have it, which repeat labels up to a bound; null where all of them fit. */
  repeated: string | null;
  /** Digest of its context, which only the entry that made it has. */
  context: string | null;
  /** Canonical text of its settlement token; null for most. */
  token: string | null;
  externalId: string | null;
  /** Digest of what came of the call. */
  outcome: string | null;
  /** The holder who made it. */
  payer: string;
  /** The counters it was charged to, in their order. */
  counters: ReplayedCounter[];
}

/** What never changes, and what is only added to. */
type Kept = Pick<ReplayedReservation, 'facts' | 'repeated' | 'context' | 'payer' | 'counters'>;

/** The reservations of one budget as its journal records them. */
export class Reservations {
  readonly replayed = new Map<string, ReplayedReservation>();
  readonly evidence = new SettlementRecords();
  /** One text for each holder: there are few of them, and many reservations. */
  private readonly holders = new Map<string, string>();

  constructor(
    private readonly scale: number,
    private readonly counters: Counters,
    /** What the charges of the tree are called by those who were paid. */
    private readonly names: Set<string>,
    readonly ratings: Ratings,
    private readonly differences: Differences,
  ) {}

  /**
   * Takes an accepted entry and checks that what it did to the budget is what it did to its reservation. What it says is
   * taken for the state from which the next entry goes on, right or wrong. `settles` is null for entries from before
   * `settledAt` moved as it does now; `former` is the time of the budget's entry before.
   */
  add(place: DifferencePlace, content: EntryContent, settles: { former: string | null } | null): void {
    const view = content.reservation;
    if (!view) {
      expectSame(place, 'deltas.reserved without a reservation', undefined, content.deltas.reserved);
      expectSame(place, 'deltas.spent without a reservation', undefined, content.deltas.spent);
      this.counters.seed(place, content);
      return;
    }
    const at = { ...place, reservationId: view.id };
    const before = this.replayed.get(view.id);
    const charged = this.charge(at, content, view, before);
    const isMade = MAKING.some((kind) => kind === content.kind);
    // Limits that were made since count it when it is paid more than it holds.
    const joined = charged.filter(({ id }) => !before?.counters.some((one) => one.id === id));
    const kept =
      before && !isMade
        ? { ...before, counters: [...before.counters, ...joined] }
        : {
            counters: charged,
            facts: factsOf(view),
            repeated: repeatedFactsOf(view),
            context: digestOf(content.context ?? null),
            payer: this.holder(content.by),
          };
    const after = this.read(at, view, kept);
    this.replayed.set(view.id, after);
    this.differences.check(() =>
      isMade
        ? expectMade(at, content, view, before, this.names)
        : expectStep(at, content, view, before, joined, this.scale),
    );
    const expectMoved = (part: 'reserved' | 'spent', by: bigint): void => {
      const text = content.deltas[part];
      const moved = text === undefined ? 0n : unitsOf(at, `deltas.${part}`, text, this.scale);
      expectSame(at, `deltas.${part}`, by, moved);
    };
    this.differences.check(() => expectMoved('reserved', after.held - (before?.held ?? 0n)));
    const paid = after.committed - after.refunded - ((before?.committed ?? 0n) - (before?.refunded ?? 0n));
    this.differences.check(() => expectMoved('spent', paid));
    const claimed = content.claimed === undefined ? 0n : unitsOf(at, 'claimed', content.claimed, this.scale);
    this.differences.check(() =>
      this.ratings.add(at, content, view, after.committed - (before?.committed ?? 0n), claimed),
    );
    this.differences.check(() => this.evidence.add(at, content, view, this.ratings.used(view.id)));
    if (settles) this.differences.check(() => expectSettled(at, content, before, after, settles.former));
    this.differences.check(() => expectToken(at, content, view, before, after));
    // What is charged was nothing before.
    const former = before ?? (content.kind === 'charge' ? NOTHING : null);
    if (!former) return;
    this.differences.check(() => expectClaim(at, content, former, after, this.scale));
    this.expectDispute(at, content, before, after);
    this.differences.check(() => expectOverrun(at, content, former, after, this.scale));
  }

  /** Nothing is disputed of what is made; of what was made, the price that it is paid by says for how long. */
  private expectDispute(
    at: DifferencePlace,
    content: EntryContent,
    before: ReplayedReservation | undefined,
    after: ReplayedReservation,
  ): void {
    const { scale } = this;
    this.differences.check(() => {
      if (!before) return expectSame(at, 'reservation.dispute', null, after.dispute);
      const rating = this.ratings.ratingOf(content.reservation!.id);
      return expectDispute(at, content, before, after, { scale, rating });
    });
  }

  /** A denied entry has its reservation as it was before, if it has one. */
  denied(place: DifferencePlace, view: ReservationView): void {
    const at = { ...place, reservationId: view.id };
    const before = this.replayed.get(view.id);
    if (!before) throw different(at, 'reservation of a denied entry', 'none', view.state);
    expectFacts(at, before, view);
    const after = this.read(at, view, before);
    for (const key of [
      'state',
      'held',
      'committed',
      'refunded',
      'overdrawn',
      'claimed',
      'claim',
      'disputed',
      'dispute',
      'expiresAt',
      'settledAt',
      'approval',
      'token',
      'externalId',
      'outcome',
    ] as const)
      expectSame(at, `reservation.${key} after a denial`, before[key], after[key]);
    this.evidence.expectShown(at, view);
  }

  /** Adds up what is held, and weighs every reservation into its counters. */
  finish(): bigint {
    let held = 0n;
    for (const reservation of this.replayed.values()) {
      held += reservation.held;
      weigh(reservation);
    }
    return held;
  }

  private holder(by: string): string {
    const known = this.holders.get(by);
    if (known === undefined) this.holders.set(by, by);
    return known ?? by;
  }

  private charge(
    place: DifferencePlace,
    content: EntryContent,
    { createdAt }: ReservationView,
    before: ReplayedReservation | undefined,
  ): ReplayedCounter[] {
    if (!content.charges) return [];
    const known = new Set(before?.counters.map(({ id }) => id));
    // It counts in the windows in which it was made; in those of newer limits from when they came to count it.
    const since = (counterId = ''): string => (before && !known.has(counterId) ? content.at : createdAt);
    const noticed = new Set(content.notices?.flatMap((notice) => notice.envelopeId ?? []));
    const { kind, charges } = content;
    return charges.flatMap(
      (charge) => this.counters.charge(place, charge, { kind, made: since(charge.counterId) }, noticed) ?? [],
    );
  }

  /** Reads what of a reservation changes, and keeps what does not. */
  private read(
    place: DifferencePlace,
    view: ReservationView,
    { facts, repeated, context, payer, counters }: Kept,
  ): ReplayedReservation {
    const units = (part: string, text: string): bigint =>
      unitsOf(place, `reservation.${part}`, text, this.scale);
    const amount = (part: 'held' | 'committed' | 'refunded'): bigint => units(part, view[part]);
    return {
      state: view.state,
      held: amount('held'),
      committed: amount('committed'),
      refunded: amount('refunded'),
      overdrawn: units('overdrawn', view.overdrawn ?? '0'),
      claimed: units('claim.amount', view.claim?.amount ?? '0'),
      claim: claimText(view.claim),
      disputed: units('dispute.amount', view.dispute?.amount ?? '0'),
      dispute: disputeText(view.dispute),
      expiresAt: view.expiresAt,
      settledAt: view.settledAt,
      approval: approvalText(view.approval),
      token: tokenText(view.settlementToken),
      externalId: view.externalId ?? null,
      outcome: digestOf(view.outcome ?? null),
      facts,
      repeated,
      context,
      payer,
      counters,
    };
  }
}

const NOTHING = { held: 0n, committed: 0n, overdrawn: 0n, claimed: 0n, claim: null };

/** A reservation begins with its money set aside and nothing paid; a charge with nothing set aside. */
function expectMade(
  place: DifferencePlace,
  content: EntryContent,
  view: ReservationView,
  before: ReplayedReservation | undefined,
  names: Set<string>,
): void {
  if (before) throw different(place, 'reservation that is made', 'made before', 'made again');
  if (content.kind === 'charge') return expectCharged(place, content, view, names);
  expectSame(place, 'reservation.occurredAt', undefined, view.occurredAt);
  expectSame(place, 'reservation.state', view.approval ? 'pending_approval' : 'held', view.state);
  expectSame(place, 'reservation.held', view.amount, view.held);
  expectSame(place, 'reservation.committed', '0', view.committed);
  expectSame(place, 'reservation.refunded', '0', view.refunded);
  expectSame(place, 'reservation.outcome', false, view.outcome !== undefined);
  expectAsked(place, content, view);
}

/** A charge holds nothing, and is of the past. All of it is paid or claimed; of one that is claimed whole nothing is. */
function expectCharged(
  place: DifferencePlace,
  { at, claimed }: EntryContent,
  view: ReservationView,
  names: Set<string>,
): void {
  const { state, committed, occurredAt, createdAt, vendor, externalId } = view;
  expectSame(place, 'reservation.amount', '0', view.amount);
  expectSame(place, 'reservation.held', '0', view.held);
  expectSame(place, 'reservation.refunded', '0', view.refunded);
  expectSame(place, 'reservation.approval', false, view.approval !== undefined);
  expectSame(place, 'reservation.vendor', true, vendor !== null);
  expectSame(
    place,
    'reservation.occurredAt in the past',
    true,
    occurredAt !== undefined && occurredAt <= createdAt,
  );
  expectSame(place, 'reservation.settledAt', createdAt, view.settledAt);
  const isClaimedWhole = claimed !== undefined && committed === '0';
  expectSame(place, 'reservation.state', isClaimedWhole ? 'released' : 'committed', state);
  if (at < createdAt) throw different(place, 'reservation.createdAt', `${at} or before`, createdAt);
  if (externalId === undefined) return;
  const name = `${vendor} ${externalId}`;
  expectSame(place, 'charges of this vendor and externalId before', false, names.has(name));
  names.add(name);
}

/**
 * From where a reservation is, an entry leads where its kind leads, and charges no counter but its own: only where more is
 * paid than was held it comes to be counted by others.
 */
function expectStep(
  place: DifferencePlace,
  content: EntryContent,
  view: ReservationView,
  before: ReplayedReservation | undefined,
  joined: readonly ReplayedCounter[],
  scale: number,
): void {
  if (!before) throw different(place, 'reservation that is settled', 'none', view.state);
  const steps: Partial<Record<string, Steps>> = STEPS;
  const states = steps[content.kind]?.[before.state] ?? [];
  if (!states.includes(view.state))
    throw different(
      place,
      `reservation.state after ${content.kind}`,
      states.join(' or ') || 'no such entry',
      view.state,
    );
  expectFacts(place, before, view);
  // What is over by its time holds nothing: only a consent is left to be taken back.
  if (content.kind === 'release' && before.state === 'expired')
    expectSame(place, 'consent that is taken back', true, !!view.approval && isApproved(view.approval));
  expectKept(place, content, before, view, scale);
  expectAnswered(place, content, before.approval, view);
  // What came of a call is said with what it cost.
  if (content.kind !== 'commit')
    expectSame(place, 'reservation.outcome', before.outcome, digestOf(view.outcome ?? null));
  for (const { id } of joined)
    expectSame(
      { ...place, counterId: id },
      'counter of a settlement',
      true,
      content.kind === 'commit' || content.kind === 'claim_settle',
    );
}

/** Adds what a reservation weighs, when all is replayed, to the counters it was charged to. */
function weigh(reservation: ReplayedReservation): void {
  for (const { weights } of reservation.counters) addWeights(weights, reservation);
}
