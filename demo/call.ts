import { setTimeout as sleep } from 'node:timers/promises';
import { Refused, type Api, type Reservation } from './api.js';
import { chance, pick } from './chance.js';
import { priceOf } from './models.js';
import { amountText, unitsOfAmount } from './money.js';
import type { Ending } from './tally.js';
import type { Agent } from './team.js';
import type { Call } from './trace.js';

/** What an agent does with one call that it was granted. Most of them go as planned. */
type Course = 'plain' | 'cancelled' | 'in parts' | 'late';

function courseOf(call: Call): Course {
  const percent = chance(call, 'course') * 100;
  if (percent < 3) return 'cancelled';
  if (percent < 7) return 'in parts';
  return percent < 7.5 ? 'late' : 'plain';
}

/** A limit on the output that most calls stay under; the ones that do not cost more than was held for them. */
const outputLimit = (call: Call): number => pick([32, 64, 128, 256], call, 'limit');

const USUAL_TTL_SECONDS = 120;
const SHORT_TTL_SECONDS = 1;

/** Longer than the short hold, and than the service takes to notice. */
const LATE_MS = 2_200;

const CALLS_IN_RUN = 20;

/** An output limit that makes no sense for these calls. */
const LOOPING_TOKENS = 65_536;

/** How long an agent waits for people before it asks again. */
const WAIT_SECONDS = 30;

/** Plays one call: reserve before it, settle after it. */
export async function play(agent: Agent, call: Call): Promise<Ending> {
  const { api } = agent;
  const course = courseOf(call);
  let reservation: Reservation;
  const maxTokens = agent.isLooping ? LOOPING_TOKENS : outputLimit(call);
  try {
    reservation = await api.post<Reservation>('/v1/reservations', request(agent, call, course, maxTokens));
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return denied(error);
    throw error;
  }
  expectRated(reservation.amount, priceOf(agent.model, call.contextTokens, maxTokens));
  if (reservation.state === 'pending_approval') reservation = await answered(api, reservation);
  if (reservation.state !== 'held') return { outcome: 'denied', detail: reservation.state, spent: 0n };
  if (course === 'cancelled') {
    await api.post(`/v1/reservations/${reservation.id}/release`, { reason: 'the agent changed its plan' });
    return { outcome: 'released', detail: 'cancelled by the agent', spent: 0n };
  }
  if (course === 'late') await sleep(LATE_MS);
  const cost = priceOf(agent.model, call.contextTokens, call.generatedTokens);
  return await settle(api, reservation, call, cost, course);
}

/** The reservation when people have decided on it, or nobody has in time. */
async function answered(api: Api, asked: Reservation): Promise<Reservation> {
  let reservation = asked;
  while (reservation.state === 'pending_approval')
    reservation = await api.get(`/v1/reservations/${asked.id}?waitSeconds=${WAIT_SECONDS}`);
  return reservation;
}

/** The service works out the price: a reservation says what is bought, and at most how much of it. */
function request(agent: Agent, call: Call, course: Course, maxTokens: number): object {
  const { name, orchestrator, budgetId, model } = agent;
  return {
    budgetId,
    vendor: model.vendor,
    item: model.name,
    usage: { input_tokens: call.contextTokens, output_tokens: maxTokens },
    category: 'llm',
    ttlSeconds: course === 'late' ? SHORT_TTL_SECONDS : USUAL_TTL_SECONDS,
    runId: `${orchestrator}/${Math.floor(call.index / (CALLS_IN_RUN * 5))}`,
    taskId: `call-${call.index}`,
    reason: `step of ${name}`,
    context: { calledAt: call.at },
    // Some agents want to know when their estimate was wrong; see below what they do then.
    overage: pick(['available', 'available', 'reject'], call, 'overage'),
  };
}

/** Commits what was used, whatever was held for it. */
async function settle(
  api: Api,
  { id, held }: Reservation,
  { contextTokens, generatedTokens }: Call,
  cost: bigint,
  course: Course,
): Promise<Ending> {
  const used = { input_tokens: contextTokens, output_tokens: generatedTokens };
  // A stream reports as it goes: first what went in, then all that the call has used.
  if (course === 'in parts') await commit(api, id, { usage: { input_tokens: contextTokens }, final: false });
  const { claim } = await commit(api, id, { totalUsage: used });
  const details: string[] = course === 'plain' ? [] : [course];
  if (cost > unitsOfAmount(held)) details.push('above the hold');
  if (claim !== null) details.push('in part as a claim');
  return { outcome: 'committed', detail: details.join(', ') || 'as planned', spent: cost };
}

/**
 * The work was consumed, so that what it cost has to be recorded even where it is more than what is held: as the
 * reservation says, else from what is available, else as a claim, which waits for somebody who may go above limits.
 */
async function commit(api: Api, id: string, body: object): Promise<Reservation> {
  for (const overage of [undefined, 'available', 'overdraft']) {
    try {
      return await api.post<Reservation>(`/v1/reservations/${id}/commit`, {
        ...body,
        ...(overage && { overage }),
      });
    } catch (error) {
      if (!(error instanceof Refused) || error.status >= 500) throw error;
    }
  }
  throw new Error(`what the call of reservation ${id} cost could not be recorded`);
}

/** What the service has worked out is what the demo comes to by itself, to the unit. */
function expectRated(amount: string, expected: bigint): void {
  if (unitsOfAmount(amount) !== expected)
    throw new Error(`a call was rated at ${amount}, and costs ${amountText(expected)}`);
}

const denied = ({ problem }: Refused): Ending => ({ outcome: 'denied', detail: problem.code, spent: 0n });
