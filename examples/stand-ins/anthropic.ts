import { anthropicStandIn } from '../../test/support/vendors/anthropic.js';
import type { StandIn } from '../support/programs.js';

/** Stands in for Anthropic. */
export async function start(): Promise<StandIn> {
  const vendor = await anthropicStandIn();
  return { env: { ANTHROPIC_BASE_URL: vendor.url }, stop: () => vendor.stop() };
}
