import { x402Facilitator } from '@x402/core/facilitator';
import { ExactEvmScheme } from '@x402/evm/exact/facilitator';
import { ExactEvmSchemeV1 } from '@x402/evm/exact/v1/facilitator';
import { NETWORK, type Chain } from './chain.js';
import { Serving } from './serving.js';

/** What a facilitator does instead of its work. */
export type FacilitatorFault = 'answers 500' | 'answers nothing';

/** The facilitator of the published packages behind HTTP, on a chain that is none. */
export class Facilitator {
  /** How many of the next settlements are carried out without an answer. */
  answersToLose = 0;
  /** What the next requests to a route meet, one each; nothing is carried out. */
  readonly faults: Record<string, FacilitatorFault[]> = { '/verify': [], '/settle': [] };
  readonly core = new x402Facilitator();
  #serving: Serving | undefined;

  private constructor(chain: Chain) {
    this.core.register(NETWORK, new ExactEvmScheme(chain.signer));
    this.core.registerV1('base-sepolia' as typeof NETWORK, new ExactEvmSchemeV1(chain.signer));
  }

  static async start(chain: Chain): Promise<Facilitator> {
    const facilitator = new Facilitator(chain);
    facilitator.#serving = await Serving.start(async (request, response, body) => {
      const fault = facilitator.faults[String(request.url)]?.shift();
      if (fault === 'answers nothing') return;
      if (fault === 'answers 500') return void response.writeHead(500).end('{"error":"out of order"}');
      const answer = await facilitator.#answer(String(request.url), body);
      if (request.url === '/settle' && facilitator.answersToLose > 0) {
        facilitator.answersToLose -= 1;
        return void request.socket.destroy();
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    return facilitator;
  }

  get url(): string {
    return this.#serving!.url;
  }

  async stop(): Promise<void> {
    await this.#serving?.stop();
  }

  async #answer(route: string, body: string): Promise<unknown> {
    if (route === '/supported') return this.core.getSupported();
    const { paymentPayload, paymentRequirements } = JSON.parse(body);
    if (route === '/verify') return await this.core.verify(paymentPayload, paymentRequirements);
    return await this.core.settle(paymentPayload, paymentRequirements);
  }
}
