import { gatewayStandIn } from '../../test/support/vendors/gateway.js';
import type { StandIn } from '../support/programs.js';

/** Stands in for the gateway of the AI SDK, and all vendors behind it. */
export async function start(): Promise<StandIn> {
  const vendor = await gatewayStandIn();
  return { env: { GATEWAY_URL: vendor.url }, stop: () => vendor.stop() };
}
