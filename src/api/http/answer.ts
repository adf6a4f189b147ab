import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EntryContent } from '../../core/entries.js';
import type { Outcome, Rejection } from '../../core/outcomes.js';
import type { Present } from '../../core/present.js';
import { PROBLEM_MEDIA_TYPE, problemBody, type ProblemBody } from '../problems/problem.js';
import { denialText, withMessages } from '../../core/violation-text.js';
import type { Replay } from './replay.js';
import { etagOf } from './revision.js';

type Accepted = Extract<Outcome, { status: 'accepted' }>;
type Denied = Extract<Outcome, { status: 'denied' }>;
type Decided = Extract<Outcome, { status: 'dry_run' }>;

/** What an answer is made of: the entry of an accepted command, brought up to now (or, of a replay, as it was first). */
export type Recorded = Pick<Accepted, 'now' | 'replayed' | 'existed' | 'tree' | 'budget'> & {
  entry: Omit<EntryContent, keyof Present> & Present;
};

/** The answer to an outcome, before it is known whether as a response or as an item of a batch. */
export interface Answer {
  status: number;
  body: object;
  replayed: boolean;
  /** The revision that the answer shows, if it shows settings. */
  revision?: number;
  retryAfterSeconds?: number;
  /** Where to look for what comes of it. */
  location?: string | undefined;
}

/** How an accepted command is answered. A replay is answered by it twice: with what is now, and with what was first. */
export interface Success {
  status: 200 | 201 | ((recorded: Recorded) => 200 | 201 | 202);
  body: (recorded: Recorded) => object;
  location?: (recorded: Recorded) => string | undefined;
}

export function answerOf(outcome: Outcome, success: Success, requestId: string): Answer {
  switch (outcome.status) {
    case 'accepted':
      return acceptedAnswer(outcome, success);
    case 'denied':
      return problemAnswer(deniedBody(outcome, requestId));
    case 'rejected':
      return problemAnswer(rejectedBody(outcome.rejection, requestId));
    case 'dry_run':
      return { status: 200, body: decisionBody(outcome), replayed: false };
    case 'ignored':
      throw new Error('only commands of the service itself are ignored');
  }
}

function acceptedAnswer(outcome: Accepted, success: Success): Answer {
  const { entry, present, replayed } = outcome;
  const recorded: Recorded = present ? { ...outcome, entry: { ...entry, ...present } } : outcome;
  // The notices of a decision are news once, not in a replay.
  if (replayed) delete recorded.entry.notices;
  const body = success.body(recorded);
  return {
    status: statusOf(success, recorded),
    body: replayed ? { ...body, replay: replayOf(outcome, success) } : body,
    replayed,
    revision: recorded.entry.settings?.revision,
    location: success.location?.(recorded),
  };
}

/** What was answered to the request that came first. */
function replayOf(outcome: Accepted, success: Success): Replay<object> {
  const { at } = outcome.entry;
  const { present, entry } = outcome;
  const first: Recorded = { ...outcome, now: Date.parse(at) };
  // The labels that a reservation was made with never change, and the entry may repeat some of them only.
  const metadata = present?.reservation?.metadata;
  if (entry.reservation && metadata !== undefined)
    first.entry = { ...entry, reservation: { ...entry.reservation, metadata } };
  return { at, status: statusOf(success, first), answer: success.body(first) };
}

const statusOf = ({ status }: Success, recorded: Recorded): number =>
  typeof status === 'number' ? status : status(recorded);

const problemAnswer = (body: ProblemBody): Answer => ({
  status: body.status,
  body,
  replayed: false,
  retryAfterSeconds: body.retryAfterSeconds,
});

function deniedBody({ denial, currency, now }: Denied, requestId: string): ProblemBody {
  const { code, violations, violationsOmitted, largestAdmissible, retryAt } = denial;
  return problemBody(code, denialText(denial, currency), requestId, {
    violations: withMessages(violations, currency),
    violationsOmitted,
    largestAdmissible,
    retryAt,
    retryAfterSeconds: secondsUntil(retryAt, now),
  });
}

function decisionBody({ decision, currency }: Decided): object {
  const { violations, notices } = decision;
  return {
    ...decision,
    violations: withMessages(violations, currency),
    notices: withMessages(notices, currency),
  };
}

const rejectedBody = ({ code, detail, ...details }: Rejection, requestId: string): ProblemBody =>
  problemBody(code, detail, requestId, details);

/** Answers the request; the body is for the handler to return. Headers are set here and nowhere else. */
export function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Outcome,
  success: Success,
): object {
  const answered = answerOf(outcome, success, request.id);
  const { status, body, replayed, revision, retryAfterSeconds, location } = answered;
  reply.code(status);
  if (replayed) reply.header('Idempotency-Replayed', 'true');
  if (revision !== undefined) reply.header('ETag', etagOf(revision));
  if (location !== undefined) reply.header('Location', location);
  if (status >= 400) reply.header('Content-Type', PROBLEM_MEDIA_TYPE);
  if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds));
  return body;
}

const secondsUntil = (time: string | null, now: number): number | undefined =>
  time === null ? undefined : Math.max(1, Math.ceil((Date.parse(time) - now) / 1000));
