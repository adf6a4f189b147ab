import { openaiStandIn } from '../../test/support/vendors/openai.js';
import type { StandIn } from '../support/programs.js';

/** Stands in for OpenAI. */
export async function start(): Promise<StandIn> {
  const vendor = await openaiStandIn();
  return { env: { OPENAI_BASE_URL: `${vendor.url}/v1` }, stop: () => vendor.stop() };
}
