import type { Purser } from '@purser/sdk';
import { play } from './call.js';
import { pick } from './chance.js';
import type { Progress } from './progress.js';
import { Tally } from './tally.js';
import { guard, type Agent } from './team.js';
import type { Call } from './trace.js';

/** How many calls are under way at once. */
const CONCURRENCY = 64;

/** Whose breaker is set when it has worked for a while, and which runs into a loop later. */
const LOOPS = { agent: 'documentation-4', guardedAt: 3_000, loopsAt: 5_000 };

/** Plays the whole trace, in its order, as fast as it goes. */
export async function replay(
  admin: Purser,
  agents: readonly Agent[],
  calls: readonly Call[],
  progress: Progress,
): Promise<Tally> {
  const tally = new Tally();
  const left = calls.values();
  const looping = agents.find(({ name }) => name === LOOPS.agent)!;
  const worker = async (): Promise<void> => {
    // The workers share one iterator: each takes the next call when it is free.
    for (const call of left) {
      if (call.index === LOOPS.guardedAt) await guard(admin, looping);
      if (call.index === LOOPS.loopsAt) looping.isLooping = true;
      const agent = pick(agents, call, 'agent');
      const ending = await play(agent, call);
      tally.add(agent, ending);
      progress.step(ending.outcome === 'denied');
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  } finally {
    progress.stop();
  }
  return tally;
}
