import { isApproved } from '../../../core/approvals.js';
import type { EntryContent } from '../../../core/entries.js';
import type { EventType } from '../../../core/event-types.js';
import type { Event, ReachedLimit } from '../../../core/events.js';
import { denialText, violationText } from '../../../core/violation-text.js';
import { PING, type SentEvent } from '../channels/channel.js';
import { MAX_FACT, MAX_SENTENCE, MAX_TITLE, type Notice } from './notice.js';
import { shown } from './shown.js';

/** What an event does not say of the place that it happened at. */
interface Surroundings {
  /** As it is now. */
  budgetName: string;
  currency: string;
  /** Where the console is; null where nobody has said it. */
  consoleUrl: string | null;
  /** For how many seconds people have not decided; null where they were asked just now. */
  escalateAfter?: number | null;
}

/** What happened, in a word or two. */
const TITLES: Readonly<Record<EventType, string>> = {
  'reservation.reserved': 'Reserved',
  'reservation.denied': 'Denied',
  'reservation.pending_approval': 'Approval needed',
  'reservation.approved': 'Approved',
  'reservation.rejected': 'Rejected',
  'reservation.expired': 'Expired',
  'reservation.committed': 'Paid',
  'reservation.charged': 'Charged',
  'reservation.released': 'Released',
  'reservation.refunded': 'Refunded',
  'reservation.overdraft': 'Paid above limits',
  'reservation.claimed': 'A cost waits as a claim',
  'reservation.claim_settled': 'Claim settled',
  'reservation.claim_dismissed': 'Claim dismissed',
  'reservation.disputed': 'Disputed',
  'reservation.dispute_upheld': 'Dispute upheld',
  'reservation.dispute_rejected': 'Dispute rejected',
  'reservation.dispute_withdrawn': 'Dispute withdrawn',
  'budget.created': 'Budget created',
  'budget.delegated': 'Budget delegated',
  'budget.funded': 'Funds changed',
  'budget.updated': 'Settings changed',
  'budget.frozen': 'Budget frozen',
  'budget.paused': 'Budget paused',
  'budget.resumed': 'Budget goes on',
  'budget.closing': 'Budget is being closed',
  'budget.closed': 'Budget closed',
  'envelope.threshold_reached': 'Limit passed',
  'envelope.exhausted': 'Limit used up',
  'key.issued': 'Key issued',
  'key.revoked': 'Keys revoked',
};

/** Limits that are named; of more it is enough to know that there are more. */
const MOST_LIMITS = 3;

/** An event as people read it. */
export function noticeOf(event: SentEvent, surroundings: Surroundings): Notice {
  const raw = event.type === PING ? pingNotice(event.data.webhookId) : eventNotice(event, surroundings);
  return {
    ...raw,
    title: shown(raw.title, MAX_TITLE),
    sentences: raw.sentences.map((text) => shown(text, MAX_SENTENCE)).filter((text) => text !== ''),
    facts: raw.facts.map(({ name, text }) => ({ name, text: shown(text, MAX_FACT) })),
  };
}

const pingNotice = (webhookId: string): Notice => ({
  title: 'Purser reaches you',
  sentences: ['This is a test. What happens to your budgets will be sent here.'],
  facts: [],
  about: webhookId,
  link: null,
  waits: null,
});

function eventNotice({ type, data }: Event, surroundings: Surroundings): Notice {
  const { entry, budgetId } = data;
  const { reservation } = entry;
  const { budgetName, consoleUrl } = surroundings;
  const about = isOfReservation(type) && reservation ? reservation.id : budgetId;
  const page = reservation?.approval ? `approvals/${reservation.id}` : `budgets/${budgetId}`;
  return {
    title: `${TITLES[type]}: ${about === budgetId ? budgetName : wishOf(entry, surroundings)}`,
    sentences: sentencesOf(type, data, surroundings),
    facts: factsOf(entry, budgetName),
    about,
    link: consoleUrl === null ? null : `${consoleUrl}/${page}`,
    waits: type === 'reservation.pending_approval' ? waitingIn(entry) : null,
  };
}

const isOfReservation = (type: EventType): boolean => type.startsWith('reservation.');

function waitingIn({ reservation }: EntryContent): Notice['waits'] {
  if (!reservation?.approval) return null;
  return { reservationId: reservation.id, fingerprint: reservation.approval.fingerprint };
}

/** What was asked for: "6200 USD for acme". */
function wishOf({ reservation, requested = {} }: EntryContent, { currency }: Surroundings): string {
  const amount = reservation?.amount ?? requested.amount;
  const vendor = reservation?.vendor ?? requested.vendor;
  const what = typeof amount === 'string' ? `${amount} ${currency}` : 'a request';
  return typeof vendor === 'string' ? `${what} for ${vendor}` : what;
}

function sentencesOf(type: EventType, data: Event['data'], surroundings: Surroundings): string[] {
  const { entry, limits = [] } = data;
  const { currency, budgetName } = surroundings;
  const { by, reason, reservation, denial, notices = [] } = entry;
  switch (type) {
    case 'reservation.pending_approval':
      return [
        `${by} asks ${budgetName} for ${wishOf(entry, surroundings)}.`,
        ...limitsOf(entry, currency),
        agreedOf(entry),
        lateness(surroundings.escalateAfter ?? null),
        askOf(entry),
      ];
    case 'reservation.approved':
      return [agreedOf(entry)];
    case 'reservation.rejected':
      return [`${by} refused.`, reservation?.approval?.rejection?.reason ?? ''];
    case 'reservation.expired':
      return [
        reservation && !isApproved(reservation.approval ?? null)
          ? 'Nobody has decided in time.'
          : 'Its time was over before all of it was paid.',
      ];
    case 'reservation.denied':
      return denial ? [denialText(denial, currency)] : [];
    case 'budget.paused':
      return [
        notices.length > 0
          ? 'It stopped itself. Nothing is reserved until somebody resumes it.'
          : `${by} paused it.`,
        ...limitsOf(entry, currency),
      ];
    case 'envelope.threshold_reached':
    case 'envelope.exhausted':
      return limits.slice(0, MOST_LIMITS).map(limitText);
    default:
      return [`By ${by}.`, isOfReservation(type) ? '' : (reason ?? '')];
  }
}

const limitsOf = ({ notices = [] }: EntryContent, currency: string): string[] =>
  notices.slice(0, MOST_LIMITS).map((notice) => violationText(notice, currency));

const lateness = (seconds: number | null): string =>
  seconds === null ? '' : `Not decided after ${seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`}.`;

function agreedOf({ reservation }: EntryContent): string {
  const given = reservation?.approval?.given ?? [];
  return given.length === 0 ? '' : `${namesOf(given.map(({ by }) => by))} agreed.`;
}

function askOf({ reservation }: EntryContent): string {
  const { needed = 1, deadline = '' } = reservation?.approval ?? {};
  return needed === 1
    ? `One person has to agree by ${deadline}.`
    : `${needed} people have to agree by ${deadline}.`;
}

const namesOf = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'People') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

function limitText({ envelopeName, budgetName, key, limit, used }: ReachedLimit): string {
  const name = envelopeName === undefined ? 'An envelope' : `Envelope ${JSON.stringify(envelopeName)}`;
  const place = budgetName === undefined ? '' : ` of ${JSON.stringify(budgetName)}`;
  return `${name}${place}${key === undefined ? '' : ` for ${JSON.stringify(key)}`}: ${used} of ${limit} used.`;
}

/** What may be of use beside the sentences, as far as it is there. */
function factsOf(entry: EntryContent, budgetName: string): Notice['facts'] {
  const { reservation, requested = {}, context } = entry;
  const facts: [string, unknown][] = [
    ['Budget', budgetName],
    ['Vendor', reservation?.vendor ?? requested.vendor],
    ['Item', reservation?.item ?? requested.item],
    ['Category', reservation?.category ?? requested.category],
    ['Run', reservation?.runId ?? requested.runId],
    ['Asked by', reservation?.approval?.askedBy],
    ['Reason', reservation?.reason ?? requested.reason],
    ['Context', context && JSON.stringify(context)],
    ['Reservation', reservation?.id],
  ];
  return facts.flatMap(([name, text]) => (typeof text === 'string' && text !== '' ? [{ name, text }] : []));
}
