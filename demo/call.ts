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
  try {
    reservation = await api.post<Reservation>('/v1/reservations', request(agent, call, course));
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return denied(error);
    throw error;
  }
  if (reservation.state === 'pending_approval') reservation = await answered(api, reservation);
  if (reservation.state !== 'held') return { outcome: 'denied', detail: reservation.state, spent: 0n };
  if (course === 'cancelled') {
    await api.post(`/v1/reservations/${reservation.id}/release`, { reason: 'the agent changed its plan' });
    return { outcome: 'released', detail: 'cancelled by the agent', spent: 0n };
  }
  if (course === 'late') await sleep(LATE_MS);
  const cost = priceOf(agent.model, call.contextTokens, call.generatedTokens);
  return await settle(api, reservation, cost, course);
}

/** The reservation when people have decided on it, or nobody has in time. */
async function answered(api: Api, asked: Reservation): Promise<Reservation> {
  let reservation = asked;
  while (reservation.state === 'pending_approval')
    reservation = await api.get(`/v1/reservations/${asked.id}?waitSeconds=${WAIT_SECONDS}`);
  return reservation;
}

function request(agent: Agent, call: Call, course: Course): object {
  const { name, orchestrator, budgetId, model } = agent;
  const maxTokens = agent.isLooping ? LOOPING_TOKENS : outputLimit(call);
  return {
    budgetId,
    amount: amountText(priceOf(model, call.contextTokens, maxTokens)),
    vendor: model.vendor,
    category: 'llm',
    ttlSeconds: course === 'late' ? SHORT_TTL_SECONDS : USUAL_TTL_SECONDS,
    runId: `${orchestrator}/${Math.floor(call.index / (CALLS_IN_RUN * 5))}`,
    taskId: `call-${call.index}`,
    reason: `step of ${name}`,
    context: { model: model.name, calledAt: call.at, contextTokens: call.contextTokens, maxTokens },
    metadata: { model: model.name },
    // Some agents want to know when their estimate was wrong; see below what they do then.
    overage: pick(['available', 'available', 'reject'], call, 'overage'),
  };
}

/** Commits the real cost, whatever was held for it. */
async function settle(api: Api, { id, held }: Reservation, cost: bigint, course: Course): Promise<Ending> {
  const rest = course === 'in parts' ? cost / 2n : cost;
  let indebted = false;
  if (rest < cost) indebted = await commit(api, id, { amount: amountText(cost - rest), final: false });
  indebted = (await commit(api, id, { amount: amountText(rest) })) || indebted;
  const details: string[] = course === 'plain' ? [] : [course];
  if (cost > unitsOfAmount(held)) details.push('above the hold');
  if (indebted) details.push('as a debt');
  return { outcome: 'committed', detail: details.join(', ') || 'as planned', spent: cost };
}

/**
 * The work was consumed, so that what it cost has to be recorded even where it is more than what is held: as the
 * reservation says, else from what is available, else as a debt, which pauses the agent until somebody has looked.
 * Answers whether it came to that.
 */
async function commit(api: Api, id: string, body: { amount: string; final?: boolean }): Promise<boolean> {
  for (const overage of [undefined, 'available', 'overdraft']) {
    try {
      await api.post(`/v1/reservations/${id}/commit`, { ...body, ...(overage && { overage }) });
      return overage === 'overdraft';
    } catch (error) {
      if (!(error instanceof Refused) || error.status >= 500) throw error;
    }
  }
  throw new Error(`what the call of reservation ${id} cost could not be recorded`);
}

const denied = ({ problem }: Refused): Ending => ({ outcome: 'denied', detail: problem.code, spent: 0n });
