import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '../../core/events.js';
import { StalledReader, writeEvents, type Patience } from './event-writer.js';

// A real connection on both sides: only that can be full.

const NEVER: Patience = { heartbeatMs: 3_600_000, stalledMs: 3_600_000 };

const event = (id: string, reason = ''): Event =>
  ({
    id,
    type: 'budget.updated',
    timestamp: '2026-01-15T12:00:00.000Z',
    data: { reason },
  }) as unknown as Event;

let server: Server;
let socket: Socket;
let raw: ServerResponse;
let read = '';

beforeEach(async () => {
  server = createServer();
  const asked = once(server, 'request') as Promise<[unknown, ServerResponse]>;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  read = '';
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.setEncoding('utf8').on('data', (text: string) => (read += text));
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  [, raw] = await asked;
});
afterEach(async () => {
  socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Ends with the signal, as a feed does. */
async function* silent(signal: AbortSignal): AsyncGenerator<Event[], void> {
  yield [];
  if (!signal.aborted) await once(signal, 'abort');
}

async function* flood(): AsyncGenerator<Event[], void> {
  for (let i = 0; ; i += 1) yield [event(`evt_${i}`, 'x'.repeat(100_000))];
}

const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await sleep(5);
};

it('fills a silence with comments', async () => {
  const ending = new AbortController();
  const { signal } = ending;
  const written = writeEvents(raw, silent(signal), signal, { ...NEVER, heartbeatMs: 30 });
  await until(() => read.split(': still here\n\n').length > 3);
  expect(read).toContain('retry: 1000\n\n');
  ending.abort();
  await written;
});

it('says nothing between events that come often enough', async () => {
  const ending = new AbortController();
  async function* busy(): AsyncGenerator<Event[], void> {
    for (let i = 0; i < 20; i += 1) {
      yield [event(`evt_${i}`)];
      await sleep(1);
    }
  }
  await writeEvents(raw, busy(), ending.signal, NEVER);
  raw.end();
  await until(() => read.includes('evt_19'));
  expect(read).not.toContain('still here');
});

it('gives up a reader that takes nothing, and holds little for it meanwhile', async () => {
  socket.pause();
  const { signal } = new AbortController();
  await expect(writeEvents(raw, flood(), signal, { ...NEVER, stalledMs: 100 })).rejects.toThrow(
    StalledReader,
  );
  expect(raw.writableLength).toBeLessThan(300_000);
});

it('waits for a slow reader that reads', async () => {
  const ending = new AbortController();
  socket.pause();
  const written = writeEvents(raw, flood(), ending.signal, NEVER);
  await until(() => raw.writableNeedDrain);
  socket.resume();
  await until(() => read.length > 5_000_000);
  ending.abort();
  await written.catch((error: unknown) => expect(error).toBeInstanceOf(StalledReader));
});

it('ends at once when the stream does, whether anybody reads or not', async () => {
  const ending = new AbortController();
  socket.pause();
  const written = writeEvents(raw, flood(), ending.signal, NEVER);
  await until(() => raw.writableNeedDrain);
  ending.abort();
  await expect(written).rejects.toThrow(StalledReader);
});
