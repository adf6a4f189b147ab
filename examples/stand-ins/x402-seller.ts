import { Chain } from '../../packages/x402/test/support/chain.js';
import { Facilitator } from '../../packages/x402/test/support/facilitator.js';
import type { Service, StandIn } from '../support/programs.js';

/** Stands in for a facilitator: the published one, on a chain that is none. */
export async function start(_: Service): Promise<StandIn> {
  const facilitator = await Facilitator.start(new Chain());
  return { env: { FACILITATOR_URL: facilitator.url }, stop: () => facilitator.stop() };
}
