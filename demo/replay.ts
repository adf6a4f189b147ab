import type { Api } from './api.js';
import { play } from './call.js';
import { pick } from './chance.js';
import type { Progress } from './progress.js';
import { Tally } from './tally.js';
import type { Agent } from './team.js';
import type { Call } from './trace.js';

/** How many calls are under way at once. */
const CONCURRENCY = 64;

/** Plays the whole trace, in its order, as fast as it goes. */
export async function replay(
  api: Api,
  agents: readonly Agent[],
  calls: readonly Call[],
  progress: Progress,
): Promise<Tally> {
  const tally = new Tally();
  const left = calls.values();
  const worker = async (): Promise<void> => {
    // The workers share one iterator: each takes the next call when it is free.
    for (const call of left) {
      const agent = pick(agents, call, 'agent');
      const ending = await play(api, agent, call);
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
