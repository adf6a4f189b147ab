import { setTimeout as sleep } from 'node:timers/promises';
import { PurserError, type CommitBody, type Purser, type ReserveBody } from '@purser/sdk';
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

/** Plays one call: reserve before it, settle after it. */
export async function play(agent: Agent, call: Call): Promise<Ending> {
  const { client } = agent;
  const course = courseOf(call);
  const maxTokens = agent.isLooping ? LOOPING_TOKENS : outputLimit(call);
  const asked = await unlessRefused(client.reservations.create(request(agent, call, course, maxTokens)));
  if (asked instanceof PurserError) return { outcome: 'denied', detail: asked.code, spent: 0n };
  expectRated(asked.amount, priceOf(agent.model, call.contextTokens, maxTokens));
  const reservation =
    asked.state === 'pending_approval' ? await client.reservations.decided(asked.id) : asked;
  if (reservation.state !== 'held') return { outcome: 'denied', detail: reservation.state, spent: 0n };
  if (course === 'cancelled') {
    await client.reservations.release(reservation.id, { reason: 'the agent changed its plan' });
    return { outcome: 'released', detail: 'cancelled by the agent', spent: 0n };
  }
  if (course === 'late') await sleep(LATE_MS);
  const cost = priceOf(agent.model, call.contextTokens, call.generatedTokens);
  return await settle(client, reservation, call, cost, course);
}

/** The service works out the price: a reservation says what is bought, and at most how much of it. */
function request(agent: Agent, call: Call, course: Course, maxTokens: number): ReserveBody {
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
  client: Purser,
  { id, held }: { id: string; held: string },
  { contextTokens, generatedTokens }: Call,
  cost: bigint,
  course: Course,
): Promise<Ending> {
  const used = { input_tokens: contextTokens, output_tokens: generatedTokens };
  // A stream reports as it goes: first what went in, then all that the call has used.
  if (course === 'in parts')
    await commit(client, id, { usage: { input_tokens: contextTokens }, final: false });
  const { claim } = await commit(client, id, { totalUsage: used });
  const details: string[] = course === 'plain' ? [] : [course];
  if (cost > unitsOfAmount(held)) details.push('above the hold');
  if (claim !== null) details.push('in part as a claim');
  return { outcome: 'committed', detail: details.join(', ') || 'as planned', spent: cost };
}

/**
 * The work was consumed, so that what it cost has to be recorded even where it is more than what is held: as the
 * reservation says, else from what is available, else as a claim, which waits for somebody who may go above limits.
 */
async function commit(client: Purser, id: string, body: CommitBody) {
  for (const overage of [undefined, 'available', 'overdraft'] as const) {
    const committing = client.reservations.commit(id, { ...body, ...(overage && { overage }) });
    const settled = await unlessRefused(committing);
    if (!(settled instanceof PurserError)) return settled;
  }
  throw new Error(`what the call of reservation ${id} cost could not be recorded`);
}

/** What the service has worked out is what the demo comes to by itself, to the unit. */
function expectRated(amount: string, expected: bigint): void {
  if (unitsOfAmount(amount) !== expected)
    throw new Error(`a call was rated at ${amount}, and costs ${amountText(expected)}`);
}

/** What the service answers, or why it refuses; what it cannot answer is thrown. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | PurserError> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PurserError && error.status < 500) return error;
    throw error;
  }
}
