import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Sender } from './sender.js';

const never = new AbortController().signal;
const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

let sender: Sender;
beforeAll(() => (sender = new Sender({ allowPrivate: true, timeoutMs: 700 })));
afterAll(async () => {
  await sender.close();
  for (const server of servers) server.close().closeAllConnections();
});

const send = (url: string) => sender.send(url, { 'webhook-id': 'evt_1' }, '{"a":1}', never);

describe('one attempt', () => {
  it('carries body and headers', async () => {
    let seen = '';
    const url = await serve((request, response) => {
      request.on('data', (text) => (seen += String(text)));
      request.on('end', () => response.writeHead(204).end());
      seen += `${request.method} ${request.headers['webhook-id'] as string} ${request.headers['content-type']} `;
    });
    expect(await send(url)).toEqual({ delivered: true, status: 204, error: null });
    expect(seen).toBe('POST evt_1 application/json {"a":1}');
  });

  it.each([400, 404, 410, 500, 503])('fails with %d', async (status) => {
    const url = await serve((_, response) => response.writeHead(status).end());
    expect(await send(url)).toEqual({ delivered: false, status, error: `answered ${status}` });
  });

  it.each([
    [429, '7', 7_000],
    [503, '1', 1_000],
    [429, '86400', 3_600_000],
    [429, 'Fri, 31 Dec 2027 23:59:59 GMT', undefined],
    [429, '-1', undefined],
    [500, '7', undefined],
  ])('answered %d with Retry-After: %s waits for %d ms', async (status, after, retryAfterMs) => {
    const url = await serve((_, response) => response.writeHead(status, { 'retry-after': after }).end());
    expect((await send(url))?.retryAfterMs).toBe(retryAfterMs);
  });

  it.each([301, 302, 307, 308])('does not follow %d', async (status) => {
    let followed = false;
    const inside = await serve((_, response) => {
      followed = true;
      response.end();
    });
    const url = await serve((_, response) => response.writeHead(status, { location: inside }).end());
    expect(await send(url)).toMatchObject({ delivered: false, status });
    expect(followed).toBe(false);
  });

  it('fails when there is no answer in time, or no end of it', async () => {
    const silent = await serve(() => undefined);
    expect(await send(silent)).toEqual({ delivered: false, status: null, error: 'no answer within 700 ms' });
    const endless = await serve((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 50);
      response.on('close', () => clearInterval(timer));
    });
    expect(await send(endless)).toMatchObject({ delivered: false });
  });

  it('reads no more than a little of an answer', async () => {
    let written = 0;
    const url = await serve((_, response) => {
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && written < 200e6) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', pour);
        }
      };
      pour();
    });
    await send(url);
    expect(written).toBeLessThan(50e6);
  });

  it('fails when the connection breaks, or nobody listens', async () => {
    const broken = await serve((request) => request.socket.destroy());
    const failure = { delivered: false, status: null, error: 'the connection failed' };
    expect(await send(broken)).toEqual(failure);
    expect(await send('http://127.0.0.1:1/')).toEqual(failure);
  });

  it('counts for nothing when it is broken off', async () => {
    const silent = await serve(() => undefined);
    const abort = new AbortController();
    const sending = sender.send(silent, {}, '{}', abort.signal);
    abort.abort();
    expect(await sending).toBeNull();
  });
});

describe('the error of a failed delivery', () => {
  const failing = (error: Error & { code?: string }, addresses: string[] = []) =>
    new Sender({
      allowPrivate: false,
      timeoutMs: 700,
      resolve: (_host, _options, callback) =>
        error.code === undefined
          ? callback(
              null,
              addresses.map((address) => ({ address, family: 4 })),
            )
          : callback(error, []),
    });

  it('is the same for a name that leads inside and one that does not exist', async () => {
    const answers = [];
    for (const strict of [
      failing(new Error(), ['10.0.0.1']),
      failing(new Error(), ['93.184.215.14', '127.0.0.1']),
      failing(new Error(), []),
      failing(Object.assign(new Error('getaddrinfo ENOTFOUND vault.internal'), { code: 'ENOTFOUND' })),
      failing(Object.assign(new Error('getaddrinfo EAI_AGAIN vault.internal'), { code: 'EAI_AGAIN' })),
    ]) {
      answers.push(await strict.send('https://vault.internal/', {}, '{}', never));
      await strict.close();
    }
    const none = { delivered: false, status: null, error: 'its host has no public address' };
    expect(answers).toEqual(answers.map(() => none));
  });

  it('names nothing that is written in a certificate', async () => {
    const plain = await serve((_, response) => response.end());
    const answer = await send(plain.replace('http:', 'https:'));
    expect(answer?.error).toBe('its certificate, or its TLS, is not accepted');
  });
});

describe('with private addresses forbidden', () => {
  it('nothing is sent to them, by number or by name', async () => {
    let reached = false;
    const url = await serve((_, response) => {
      reached = true;
      response.end();
    });
    const { port } = new URL(url);
    const strict = new Sender({
      allowPrivate: false,
      timeoutMs: 700,
      resolve: (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    for (const target of [
      url,
      `https://127.0.0.1:${port}/`,
      `https://[::1]:${port}/`,
      `https://rebound.test:${port}/`,
    ]) {
      const attempt = await strict.send(target, {}, '{}', never);
      expect(attempt).toMatchObject({ delivered: false, status: null });
      expect(attempt?.error).toMatch(/no public address|must begin with https/);
    }
    expect(reached).toBe(false);
    await strict.close();
  });
});
