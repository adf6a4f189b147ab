import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { ServiceProcess } from '../../support/service.js';

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase()));
afterAll(() => database.drop());

/** Sends a request but for the last byte of its body, so that it is under way for as long as the test likes. */
async function beginRequest(service: ServiceProcess): Promise<Socket> {
  const socket = connect(Number(new URL(service.baseUrl).port), '127.0.0.1');
  socket.setEncoding('utf8');
  const head = `POST /v1/nothing HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${service.adminKey}\r\n`;
  const body = 'Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n';
  socket.write(head + body);
  // The server says that it has read the head, and waits for the body.
  expect(String(await once(socket, 'data'))).toContain('100 Continue');
  socket.write('{');
  return socket;
}

async function logged(service: ServiceProcess, message: string): Promise<void> {
  while (!service.stdout.includes(`"msg":"${message}"`))
    await new Promise((resolve) => setTimeout(resolve, 20));
}

it('answers what is under way when it has to stop, and accepts nothing new', async () => {
  const service = await ServiceProcess.start({ DATABASE_URL: database.url, PURSER_DRAIN_SECONDS: '600' });
  const socket = await beginRequest(service);
  service.signal('SIGTERM');
  await logged(service, 'stopping');
  while (
    await fetch(`${service.baseUrl}/livez`).then(
      () => true,
      () => false,
    )
  ) {
    // It takes the process a moment to stop listening.
  }
  socket.write('}');
  expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 404 /);
  expect(await service.exited).toEqual({ code: 0, signal: null });
});

it('breaks off what is still under way after the drain', async () => {
  const service = await ServiceProcess.start({ DATABASE_URL: database.url, PURSER_DRAIN_SECONDS: '0' });
  const socket = await beginRequest(service);
  service.signal('SIGTERM');
  await once(socket, 'close');
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(service.stdout).toContain('requests still under way are broken off');
});

it('stops at once on a second signal', async () => {
  const service = await ServiceProcess.start({ DATABASE_URL: database.url, PURSER_DRAIN_SECONDS: '600' });
  await beginRequest(service);
  service.signal('SIGINT');
  await logged(service, 'stopping');
  // One Ctrl-C may arrive twice at once; a person's second one comes later.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  service.signal('SIGINT');
  expect(await service.exited).toEqual({ code: 1, signal: null });
});
