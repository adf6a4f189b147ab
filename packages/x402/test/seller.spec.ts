import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { Body, Controller, Get, HttpException, Module, Post, Req } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AnswerLostError, AskedAgainError, NotPayableError } from '@purser/x402';
import {
  connectGate,
  fastifyGate,
  SETTLEMENT_TOKEN,
  SettlementTokens,
  SettlementTokenScheme,
  TOKEN_NETWORK,
  type ConnectGate,
  type FastifyGate,
} from '@purser/x402/seller';
import { HTTPFacilitatorClient, x402HTTPResourceServer, x402ResourceServer } from '@x402/core/server';
import { ExactEvmScheme } from '@x402/evm/exact/server';
import fastify from 'fastify';
import { errorOf } from '../../sdk/test/support/waiting.js';
import { NETWORK, PAY_TO } from './support/chain.js';
import { Market } from './support/market.js';

// Its types are a package of their own, which is not here.
const express = createRequire(import.meta.url)('express') as {
  (): Record<'get' | 'post', (path: string, handler: ExpressHandler) => void> & {
    use(middleware: ConnectGate): void;
    listen(port: number, host: string): ReturnType<typeof createServer>;
  };
  json(): ConnectGate;
};
type ExpressHandler = (
  request: { body: Order },
  response: { status(n: number): { send(body: string): void } },
) => void;

interface Order {
  city: string;
}

let market: Market;
/** How often the work was done. */
let worked: number;
let shop: Shop;

interface Shop {
  url: string;
  stop(): Promise<unknown>;
}

/** What is bought by its path. */
function work(path: string): { status: number; body: string } {
  if (path === '/free') return { status: 200, body: 'free' };
  worked += 1;
  return path === '/fails' ? { status: 500, body: 'failed' } : { status: 200, body: `sunny ${worked}` };
}

const PATHS = ['/weather', '/fails', '/free', '/streams'];
/** What is bought by a body. */
const ORDERS = '/orders';
const deliver = ({ city }: Order): string => `sunny in ${city}`;

async function withFastify(server: x402HTTPResourceServer): Promise<Shop> {
  const app = fastify();
  const gate = fastifyGate(server);
  app.addHook('preHandler', gate.preHandler);
  app.addHook('onSend', gate.onSend);
  for (const path of PATHS)
    app.get(path, async (_, reply) => {
      const { status, body } = work(path);
      return reply.code(status).send(path === '/streams' ? Readable.from([body]) : body);
    });
  app.post<{ Body: Order }>(ORDERS, async ({ body }) => deliver(body));
  return { url: await app.listen({ port: 0, host: '127.0.0.1' }), stop: () => app.close() };
}

async function withExpress(server: x402HTTPResourceServer): Promise<Shop> {
  const app = express();
  app.use(connectGate(server));
  app.use(express.json());
  for (const path of PATHS)
    app.get(path, (_, response) => {
      const { status, body } = work(path);
      response.status(status).send(body);
    });
  app.post(ORDERS, ({ body }, response) => response.status(200).send(deliver(body)));
  const listening = app.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return served(listening);
}

async function withNode(server: x402HTTPResourceServer): Promise<Shop> {
  const gate = connectGate(server);
  const listening = createServer((request, response) =>
    gate(request, response, () => {
      if (request.method === 'POST')
        return void json(request).then((body) => response.end(deliver(body as Order)));
      const { status, body } = work(String(request.url));
      response.writeHead(status, { 'content-type': 'text/plain' });
      response.write(body.slice(0, 3), () => undefined);
      response.end(Buffer.from(body.slice(3)));
    }),
  );
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  return served(listening);
}

const served = (server: ReturnType<typeof createServer>): Shop => ({
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  stop: async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
});

@Controller()
class Weather {
  @Get(PATHS)
  sell(@Req() { url }: { url: string }): string {
    const { status, body } = work(url);
    if (status !== 200) throw new HttpException(body, status);
    return body;
  }

  @Post(ORDERS)
  order(@Body() body: Order): string {
    return deliver(body);
  }
}

@Module({ controllers: [Weather] })
class ShopModule {}

async function withNestOnFastify(server: x402HTTPResourceServer): Promise<Shop> {
  const app = await NestFactory.create<NestFastifyApplication>(ShopModule, new FastifyAdapter(), {
    logger: false,
  });
  const gate: FastifyGate = fastifyGate(server);
  const instance = app.getHttpAdapter().getInstance();
  instance.addHook('preHandler', gate.preHandler);
  instance.addHook('onSend', gate.onSend);
  await app.listen(0, '127.0.0.1');
  return { url: (await app.getUrl()).replace('[::1]', '127.0.0.1'), stop: () => app.close() };
}

async function withNestOnExpress(server: x402HTTPResourceServer): Promise<Shop> {
  const app = await NestFactory.create<NestExpressApplication>(ShopModule, new ExpressAdapter(), {
    logger: false,
  });
  app.use(connectGate(server));
  await app.listen(0, '127.0.0.1');
  return served(app.getHttpServer());
}

/** The host at which buyers call is known when it listens: here it is looked up with each request. */
const host = (): string => new URL(shop.url).host;

function till(): x402HTTPResourceServer {
  const facilitators = [
    new HTTPFacilitatorClient({ url: market.facilitator.url }),
    new SettlementTokens({ url: market.proxy.url, deadlineMs: 1_000 }),
  ];
  const core = new x402ResourceServer(facilitators)
    .register(NETWORK, new ExactEvmScheme())
    .register(TOKEN_NETWORK, new SettlementTokenScheme());
  const common = { price: '$0.10', maxTimeoutSeconds: 60 };
  const accepts = [
    { ...common, scheme: 'exact', network: NETWORK, payTo: PAY_TO } as const,
    { ...common, scheme: SETTLEMENT_TOKEN, network: TOKEN_NETWORK, payTo: host } as const,
  ];
  const paths = PATHS.filter((path) => path !== '/free');
  const routes = [...paths.map((path) => `GET ${path}`), `POST ${ORDERS}`];
  return new x402HTTPResourceServer(core, Object.fromEntries(routes.map((route) => [route, { accepts }])));
}

beforeAll(async () => {
  market = await Market.start();
});
beforeEach(async () => {
  worked = 0;
  await market.open();
});
afterEach(async () => {
  await shop.stop();
  await market.close();
});
afterAll(() => market.stop());

/** Buys with tokens alone. */
const byToken = () => market.buyer({ client: undefined, assets: [], settlementTokens: true });

describe.each([
  ['Fastify', withFastify],
  ['Express', withExpress],
  ['Nest on Fastify', withNestOnFastify],
  ['Nest on Express', withNestOnExpress],
  ['node:http', withNode],
])('a seller on %s', (_, open) => {
  beforeEach(async () => {
    shop = await open(till());
  });

  it('asks 402, and sells for x402, what is free without', async () => {
    expect((await fetch(`${shop.url}/weather`)).status).toBe(402);
    expect(await (await fetch(`${shop.url}/free`)).text()).toBe('free');
    const response = await market.buyer()(`${shop.url}/weather`);
    expect([response.status, await response.text()]).toEqual([200, 'sunny 1']);
    expect(response.headers.get('cache-control')).toBe('private');
    expect([worked, market.moved(), await market.money()]).toEqual([
      1,
      '0.1',
      { spent: '0.1', reserved: '0' },
    ]);
  });

  it('reads what is ordered by a body after it asked for money', async () => {
    const [headers, body] = [{ 'content-type': 'application/json' }, JSON.stringify({ city: 'Berlin' })];
    const order = { method: 'POST', headers, body };
    expect((await fetch(`${shop.url}${ORDERS}`, order)).status).toBe(402);
    const response = await market.buyer()(`${shop.url}${ORDERS}`, order);
    expect([Math.floor(response.status / 100), await response.text(), market.moved()]).toEqual([
      2,
      'sunny in Berlin',
      '0.1',
    ]);
  });

  it('sells for a settlement token, which the journal names as who was paid', async () => {
    const response = await byToken()(`${shop.url}/weather`);
    expect([response.status, await response.text()]).toEqual([200, 'sunny 1']);
    expect([market.moved(), await market.money()]).toEqual(['0', { spent: '0.1', reserved: '0' }]);
    const [{ id, vendor } = { id: '', vendor: '' }] = await market.reservations();
    expect(vendor).toBe(host());
    const { body } = await market.admin.get(
      `/v1/entries?budgetId=${market.budget}&reservationId=${id}&kind=commit`,
    );
    expect(JSON.stringify(body.items)).toContain(`payee:${id}`);
  });

  it('takes nothing for work that has failed', async () => {
    const response = await market.buyer()(`${shop.url}/fails`);
    expect([response.status, market.moved()]).toEqual([500, '0']);
    expect((await byToken()(`${shop.url}/fails`)).status).toBe(500);
    // What was signed may be cashed all the same; a token is taken back.
    expect([worked, await market.money()]).toEqual([2, { spent: '0', reserved: '0.1' }]);
  });

  it('withholds what was not paid for', async () => {
    market.facilitator.answersToLose = 1;
    const error = (await errorOf(market.buyer()(`${shop.url}/weather`))) as AskedAgainError;
    expect([worked, error instanceof AskedAgainError || error]).toEqual([1, true]);
    market.proxy.next(/settlements\/self\/commit$/, ...Array.from({ length: 100 }, () => 'lost' as const));
    // The buyer takes the token back, which nobody has taken.
    expect(await errorOf(byToken()(`${shop.url}/weather`))).toBeInstanceOf(NotPayableError);
    expect([worked, await market.money()]).toEqual([2, { spent: '0', reserved: '0.1' }]);
  });

  it('gives again what was paid for to a buyer whose answer was lost, and takes nothing for it', async () => {
    for (const options of [{}, { client: undefined, assets: [], settlementTokens: true }]) {
      let isLost = false;
      const losing: typeof fetch = async (...called) => {
        const request = new Request(...called);
        const response = await fetch(request);
        if (!request.headers.has('payment-signature') || isLost) return response;
        isLost = true;
        throw new TypeError('fetch failed');
      };
      const pay = market.buyer({ ...options, fetch: losing });
      expect(await errorOf(pay(`${shop.url}/weather`))).toBeInstanceOf(AnswerLostError);
      expect(await (await pay(`${shop.url}/weather`)).text()).toBe(`sunny ${worked}`);
    }
    expect([worked, market.moved(), await market.money()]).toEqual([
      2,
      '0.1',
      { spent: '0.2', reserved: '0' },
    ]);
  });

  it('sells once for one payment that comes several times at once', async () => {
    let copies: Response[] = [];
    const copying: typeof fetch = async (...called) => {
      const request = new Request(...called);
      if (!request.headers.has('payment-signature')) return fetch(request);
      copies = await Promise.all(Array.from({ length: 5 }, () => fetch(request.clone())));
      return copies[0]!.clone();
    };
    for (const options of [{}, { client: undefined, assets: [], settlementTokens: true }]) {
      await market.buyer({ ...options, fetch: copying })(`${shop.url}/weather`);
      const texts = await Promise.all(copies.map((copy) => copy.text()));
      expect(new Set(texts)).toEqual(new Set([`sunny ${worked}`]));
    }
    expect([worked, market.moved(), (await market.money()).spent]).toEqual([2, '0.1', '0.2']);
  });
});

describe('a settlement token', () => {
  beforeEach(async () => {
    shop = await withFastify(till());
  });

  /** Sends a token of a reservation as a payment. */
  async function handOver(fields: object, amount = '0.1'): Promise<{ status: number; error: string }> {
    const hold = await market.admin.hold(market.budget, amount, {
      vendor: host(),
      settleable: true,
      ...fields,
    });
    const asked = await fetch(`${shop.url}/weather`);
    const quote = JSON.parse(atob(asked.headers.get('payment-required')!));
    const accepted = quote.accepts.find(({ scheme }: { scheme: string }) => scheme === SETTLEMENT_TOKEN);
    const payment = { x402Version: 2, accepted, payload: { token: hold.settlementToken } };
    const headers = { 'payment-signature': btoa(JSON.stringify(payment)) };
    const response = await fetch(`${shop.url}/weather`, { headers });
    const again = response.headers.get('payment-required');
    return { status: response.status, error: again === null ? '' : String(JSON.parse(atob(again)).error) };
  }

  it('buys what it holds enough for', async () => {
    expect(await handOver({})).toEqual({ status: 200, error: '' });
    expect(worked).toBe(1);
  });

  it.each([
    ['holds too little', {}, '0.09', 'it holds 0.09'],
    ['is for somebody else', { vendor: 'elsewhere.example' }, '0.1', 'it is for somebody else'],
    ['ends too soon', { ttlSeconds: 3 }, '0.1', 'it ends too soon'],
    ['does not exist', { settleable: false }, '0.1', 'unauthenticated'],
  ])('that %s buys nothing, and no work is done', async (_, fields, amount, error) => {
    expect(await handOver(fields, amount)).toEqual({ status: 402, error });
    expect(worked).toBe(0);
  });

  it('is not handed to a seller that has it paid to somebody else', async () => {
    shop.url = shop.url.replace('127.0.0.1', 'localhost');
    const url = `${shop.url.replace('localhost', '127.0.0.1')}/weather`;
    const error = (await errorOf(byToken()(url))) as NotPayableError;
    expect(error.message).toContain('it is paid to localhost:');
    expect(await market.reservations()).toEqual([]);
  });
});

it('an answer that streams is sold as it comes, and nothing is asked of a seller whose facilitator is away', async () => {
  shop = await withFastify(till());
  expect(await (await market.buyer()(`${shop.url}/streams`)).text()).toBe('sunny 1');
  const other = await withFastify(till());
  await market.facilitator.stop();
  const response = await fetch(`${other.url}/weather`);
  expect([response.status, worked]).toEqual([502, 1]);
  await other.stop();
});
