import { canonicalText } from '../../core/canonical.js';
import { DEFAULT_DISPUTABLE_SECONDS, type Dispute, type DisputeAnswer } from '../../core/disputes.js';
import type { EntryContent, ReservationView } from '../../core/entries.js';
import { formatAmount, unitsIn } from '../../core/money.js';
import type { Rating } from '../../core/prices/rating.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';

/** What of a reservation its dispute is held against. */
interface Disputed {
  /** The holder who made it. */
  payer: string;
  committed: bigint;
  refunded: bigint;
  settledAt: string | null;
  disputed: bigint;
  /** Canonical text but for the amount; null where nothing was disputed. */
  dispute: string | null;
}

/** A dispute as it is expected: what is undefined is absent. */
type Stored = Omit<Dispute, 'answer' | 'answered' | 'ofPayer'> & {
  answer: (Omit<DisputeAnswer, 'externalId'> & { externalId?: string | undefined }) | null;
  answered?: Dispute['answered'] | undefined;
  ofPayer?: true | undefined;
};

/** What a dispute is beside its amount as text, as the journal and the table both have it. */
export function disputeText(dispute: ReservationView['dispute']): string | null {
  if (!dispute) return null;
  const { amount: _, ...rest } = dispute;
  return canonicalText(rest);
}

/** What each kind of entry makes of an open dispute; of all others it stays open. */
const ENDS: Partial<Record<string, Dispute['state']>> = {
  dispute_uphold: 'upheld',
  dispute_reject: 'rejected',
  dispute_withdraw: 'withdrawn',
};

/** The kinds of entries that give money back. */
const REFUNDS: readonly string[] = ['refund', 'dispute_uphold'];

/**
 * What an entry may do to a dispute: open one on what is paid, within its time; answer or withdraw an open one, by who
 * may; and a refund takes off it what it gave back. Nothing comes back but by a refund, or by a dispute as far as it goes.
 */
export function expectDispute(
  place: DifferencePlace,
  content: EntryContent,
  before: Disputed,
  after: Disputed,
  { scale, rating }: { scale: number; rating: string | null },
): void {
  const { kind } = content;
  const back = after.refunded - before.refunded;
  if (back !== 0n) expectSame(place, 'kind of an entry that gives back', true, REFUNDS.includes(kind));
  if (kind === 'dispute_open') return expectOpened(place, content, before, after, { scale, rating });
  const was = parsed(before.dispute);
  const isOpen = was?.state === 'open';
  const state = ENDS[kind];
  if (state !== undefined) {
    if (!isOpen) throw different(place, `dispute before ${kind}`, 'open', was?.state ?? 'none');
    expectSame(place, 'reservation.dispute.amount', 0n, after.disputed);
    const answer = answerTo(place, content, was, { before, after, back, scale });
    const answered = answer ? addedTo(was, scale) : was.answered;
    return expectSame(place, 'reservation.dispute', text({ ...was, answer, answered, state }), after.dispute);
  }
  // What is given back is no longer asked for.
  const rest = kind === 'refund' && isOpen ? before.disputed - back : before.disputed;
  const left = rest > 0n ? rest : 0n;
  expectSame(place, 'reservation.dispute.amount', left, after.disputed);
  const isOver = isOpen && left === 0n;
  const expected = isOver ? text({ ...was, state: 'refunded' }) : before.dispute;
  expectSame(place, 'reservation.dispute', expected, after.dispute);
}

/** A dispute that begins: on what is settled and paid, and was not answered, within its time, where none is open but one that has to give way. */
function expectOpened(
  place: DifferencePlace,
  { at, by, reason = '' }: EntryContent,
  before: Disputed,
  after: Disputed,
  { scale, rating }: { scale: number; rating: string | null },
): void {
  const was = parsed(before.dispute);
  const isPayer = by === before.payer;
  const isFree = was?.state !== 'open' || (isPayer && was.ofPayer !== true);
  expectSame(place, 'dispute before another', true, isFree);
  const paid = before.committed - before.refunded;
  expectSame(place, 'amount of the dispute within what is paid', true, after.disputed <= paid);
  const answered = was?.answered;
  const again =
    unitsIn(answered?.payer ?? '0', scale) + unitsIn((!isPayer && answered?.others) || '0', scale);
  const isNew = after.disputed <= before.committed - again;
  expectSame(place, 'amount of the dispute within what was not answered', true, isNew);
  expectSame(place, 'amount of the dispute above nothing', true, after.disputed > 0n);
  expectSame(place, 'reason of the dispute', true, reason.trim() !== '');
  const asked = formatAmount(after.disputed, scale);
  const opened = parsed(after.dispute)?.at ?? '';
  const ofPayer = isPayer || undefined;
  const dispute: Stored = { answer: null, answered, asked, at: opened, by, ofPayer, reason, state: 'open' };
  expectSame(place, 'reservation.dispute', text(dispute), after.dispute);
  const { tariff } = rating === null ? { tariff: null } : (JSON.parse(rating) as Rating);
  const seconds = tariff?.disputableSeconds ?? DEFAULT_DISPUTABLE_SECONDS;
  const until = Date.parse(before.settledAt ?? '') + seconds * 1_000;
  expectSame(place, 'time in which it can be disputed', true, Date.parse(opened) < until);
  expectBy(place, at, opened);
}

/** What people have answered by now: to the holder who made the reservation, and to others. */
function addedTo({ answered, asked, ofPayer }: Dispute, scale: number): Dispute['answered'] {
  const { others = '0', payer = '0' } = answered ?? {};
  const sum = (before: string): string => formatAmount(unitsIn(before, scale) + unitsIn(asked, scale), scale);
  return ofPayer ? { others, payer: sum(payer) } : { others: sum(others), payer };
}

/** A decision is made before its entry has a time: a clock may have gone back between the entries of a budget. */
const expectBy = (place: DifferencePlace, entry: string, decided: string): void =>
  expectSame(place, 'time of the decision by that of the entry', true, decided <= entry);

/** What a person answered, by the entry; of one that is withdrawn, by who opened it, nobody answers. */
function answerTo(
  place: DifferencePlace,
  { kind, at, by, externalId, reason }: EntryContent,
  was: Dispute,
  { before, after, back, scale }: { before: Disputed; after: Disputed; back: bigint; scale: number },
): Stored['answer'] {
  expectSame(place, `${kind} by the one who opened it`, kind === 'dispute_withdraw', by === was.by);
  if (kind === 'dispute_withdraw') return null;
  const isUpheld = kind === 'dispute_uphold';
  expectSame(place, 'what an upheld dispute gives back', isUpheld, back > 0n && back <= before.disputed);
  if (!isUpheld) expectSame(place, 'reason of the rejection', true, (reason ?? '').trim() !== '');
  const answered = parsed(after.dispute)?.answer?.at ?? '';
  expectBy(place, at, answered);
  return { at: answered, by, externalId, reason: reason ?? null, refunded: formatAmount(back, scale) };
}

const parsed = (dispute: string | null): Dispute | null =>
  dispute === null ? null : (JSON.parse(dispute) as Dispute);

const text = (dispute: Stored): string => canonicalText(dispute);
