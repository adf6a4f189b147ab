import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  HTTPFacilitatorClient,
  x402HTTPResourceServer,
  x402ResourceServer,
  type HTTPRequestContext,
  type HTTPResponseInstructions,
} from '@x402/core/server';
import { ExactEvmScheme } from '@x402/evm/exact/server';
import { NETWORK, PAY_TO } from './chain.js';
import type { Facilitator } from './facilitator.js';
import { Serving } from './serving.js';

/** What a seller does wrong, or what is lost on the way. */
export type Misdeed =
  /** Paid work is done and settled, and its answer does not come back. */
  | 'answer lost'
  /** The payment never arrives. */
  | 'request lost'
  /** The money is taken, and the answer asks for more. */
  | 'asks again'
  /** The money is taken, and the answer says that it was not. */
  | 'says it failed'
  /** The answer says nothing of the money that was taken. */
  | 'says nothing'
  /** The money is taken, and the work fails. */
  | 'fails';

/** An honest seller of the published packages, on node:http; and a dishonest one, when asked to be. */
export class Seller {
  /** What the next paid requests meet, one each. */
  readonly misdeeds: Misdeed[] = [];
  /** The price in dollars. */
  price = '$0.10';
  payTo: string = PAY_TO;
  /** Requests that came with a payment: the payments. */
  readonly payments: string[] = [];
  unpaid = 0;
  served = 0;
  /** What was asked last. */
  #asked: HTTPResponseInstructions | undefined;
  #serving: Serving | undefined;
  readonly #server: x402HTTPResourceServer;

  private constructor(facilitator: Facilitator) {
    const core = new x402ResourceServer(new HTTPFacilitatorClient({ url: facilitator.url }));
    core.register(NETWORK, new ExactEvmScheme());
    const accepts = {
      scheme: 'exact',
      network: NETWORK,
      payTo: () => this.payTo,
      price: () => this.price,
      maxTimeoutSeconds: 60,
    } as const;
    this.#server = new x402HTTPResourceServer(core, {
      'GET /weather': { accepts },
      'POST /weather': { accepts },
      // What is signed for it is over at once.
      'GET /briefly': { accepts: { ...accepts, maxTimeoutSeconds: 1 } },
    });
  }

  static async start(facilitator: Facilitator): Promise<Seller> {
    const seller = new Seller(facilitator);
    await seller.#server.initialize();
    seller.#serving = await Serving.start((request, response, body) => seller.#sell(request, response, body));
    return seller;
  }

  get url(): string {
    return `${this.#serving!.url}/weather`;
  }

  get host(): string {
    return new URL(this.url).host;
  }

  async stop(): Promise<void> {
    await this.#serving?.stop();
  }

  async #sell(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    const payment = request.headers['payment-signature'];
    if (payment === undefined) this.unpaid += 1;
    else this.payments.push(String(payment));
    const misdeed = payment === undefined ? undefined : this.misdeeds.shift();
    if (misdeed === 'request lost') return void request.socket.destroy();
    const found = await this.#server.processHTTPRequest(contextOf(request, this.#serving!.url));
    if (found.type === 'payment-error') return answer(response, (this.#asked = found.response));
    if (found.type === 'no-payment-required') return void response.end('free');
    const settled = await this.#server.processSettlement(found.paymentPayload, found.paymentRequirements);
    if (!settled.success) return answer(response, settled.response);
    this.served += 1;
    if (misdeed === 'answer lost') return void request.socket.destroy();
    if (misdeed === 'asks again') return answer(response, this.#asked!);
    if (misdeed === 'says it failed') {
      const lie = { success: false, errorReason: 'settlement_failed', transaction: '', network: NETWORK };
      return void response.writeHead(402, { 'PAYMENT-RESPONSE': btoa(JSON.stringify(lie)) }).end('{}');
    }
    if (misdeed === 'fails') return void response.writeHead(500).end('the work has failed');
    const headers = misdeed === 'says nothing' ? {} : settled.headers;
    response
      .writeHead(200, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify({ sunny: true, body }));
  }
}

function answer(response: ServerResponse, { status, headers, body }: HTTPResponseInstructions): void {
  response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
}

function contextOf(request: IncomingMessage, origin: string): HTTPRequestContext {
  const header = (name: string): string | undefined =>
    request.headers[name.toLowerCase()] as string | undefined;
  const path = String(request.url);
  const adapter = {
    getHeader: header,
    getMethod: () => String(request.method),
    getPath: () => path,
    getUrl: () => origin + path,
    getAcceptHeader: () => header('accept') ?? '',
    getUserAgent: () => header('user-agent') ?? '',
  };
  return { adapter, path, method: String(request.method), paymentHeader: header('payment-signature') };
}
