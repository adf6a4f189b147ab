import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectGate } from '@purser/x402/seller';
import { HTTPFacilitatorClient, x402HTTPResourceServer, x402ResourceServer } from '@x402/core/server';
import { ExactEvmScheme } from '@x402/evm/exact/server';
import { Chain, NETWORK, PAY_TO } from '../../packages/x402/test/support/chain.js';
import { Facilitator } from '../../packages/x402/test/support/facilitator.js';
import type { Service, StandIn } from '../support/programs.js';

const PRICES = { '/today': '$0.10', '/week': '$0.50', '/century': '$50' };

/** Stands in for a seller of weather and its facilitator, on a chain that is none. The first week that is paid for is not answered. */
export async function start(_: Service): Promise<StandIn> {
  const facilitator = await Facilitator.start(new Chain());
  const till = new x402ResourceServer(new HTTPFacilitatorClient({ url: facilitator.url }));
  till.register(NETWORK, new ExactEvmScheme());
  const routes = Object.entries(PRICES).map(([path, price]) => {
    const accepts = {
      scheme: 'exact',
      network: NETWORK,
      price,
      payTo: PAY_TO,
      maxTimeoutSeconds: 60,
    } as const;
    return [`GET ${path}`, { accepts }] as const;
  });
  const gate = connectGate(new x402HTTPResourceServer(till, Object.fromEntries(routes)));
  let isLost = false;
  const server = createServer((request, response) => {
    const losesIt = !isLost && request.url === '/week' && 'payment-signature' in request.headers;
    isLost ||= losesIt;
    if (losesIt) lose(request, response);
    gate(request, response, () => response.end('sunny'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    env: { WEATHER_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await facilitator.stop();
    },
  };
}

/** Breaks the connection where the answer would be sent. */
function lose(request: IncomingMessage, response: ServerResponse): void {
  response.end = () => {
    request.socket.destroy();
    return response;
  };
}
