import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { residentMebibytes } from '../../support/memory.js';
import { Neighbour } from '../../support/neighbour.js';

const MIB = 1024 * 1024;

/** What a batch may be, and what all bodies of one key may take here: a quarter of 16 MiB. */
const LARGEST = 2 * MIB;
const SHARE = 4 * MIB;

let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_BODY_MEBIBYTES: '16', NODE_OPTIONS: undefined });
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.stop();
});

/** Bytes that the service says it keeps for bodies, or answers, under way. */
async function bytesKept(of: 'bodies' | 'answers'): Promise<number> {
  const text = (await admin.get<string>('/metrics')).body;
  return Number(new RegExp(`^purser_request_bytes\\{of="${of}"\\} (\\d+)`, 'm').exec(text)?.[1]);
}

async function until(what: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; i < 600 && !(await what()); i += 1) await sleep(100);
  expect(await what()).toBe(true);
}

/** A request whose body is announced, and sent but for its end. */
class Unfinished {
  answer = '';
  closed = false;
  private readonly socket: Socket;

  constructor(key: string, headers: string, bytes: number) {
    const { hostname, port } = new URL(admin.baseUrl);
    this.socket = connect(Number(port), hostname, () => {
      this.socket.write(
        `POST /v1/reservations/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n` +
          `Content-Type: application/json\r\n${headers}\r\n`,
      );
      for (let sent = 0; sent < bytes; sent += 64 * 1024)
        this.socket.write(
          headers.includes('chunked') ? `10000\r\n${' '.repeat(65_536)}\r\n` : ' '.repeat(65_536),
        );
    });
    this.socket.setEncoding('utf8');
    this.socket.on('data', (text: string) => (this.answer += text));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => (this.closed = true));
  }

  get status(): string {
    return this.answer.split(' ', 2)[1] ?? '';
  }

  get problem(): string {
    return /"code":"(\w+)"/.exec(this.answer)?.[1] ?? '';
  }

  end(): void {
    this.socket.destroy();
  }
}

/** A key of a root of its own, as text. */
async function stranger(): Promise<string> {
  const { id } = await admin.root('1');
  return (await admin.issue(id)).client.key;
}

describe.each([
  ['announced', `Content-Length: ${LARGEST}\r\n`],
  ['in parts of unknown number', 'Transfer-Encoding: chunked\r\n'],
])('bodies that are left unfinished, %s', (_, headers) => {
  test('take no more than the share of their key, and nothing from others', async () => {
    const neighbour = await Neighbour.start(admin);
    const key = await stranger();
    const before = residentMebibytes(fleet.services[0]!.pid).now;
    const bodies = Array.from({ length: 100 }, () => new Unfinished(key, headers, LARGEST - 65_536));
    await until(() => bodies.filter(({ status }) => status !== '').length >= 96);
    const refused = bodies.filter(({ status }) => status !== '');
    expect(new Set(refused.map(({ status, problem }) => `${status} ${problem}`))).toEqual(
      new Set(['429 too_much_at_once']),
    );
    for (const { answer } of refused) expect(answer).toMatch(/\r\nretry-after: \d+\r\n/i);
    expect(await bytesKept('bodies')).toBeLessThanOrEqual(SHARE);
    await neighbour.progress(20);
    expect(residentMebibytes(fleet.services[0]!.pid).now - before).toBeLessThan(150);
    for (const body of bodies) body.end();
    await until(async () => (await bytesKept('bodies')) < 64 * 1024);
    // Its share is free again.
    const again = new Unfinished(key, headers, LARGEST - 65_536);
    await until(async () => (await bytesKept('bodies')) >= LARGEST / 2);
    expect(again.answer).toBe('');
    again.end();
    await neighbour.stop();
  });
});

test('many keys together leave room for those who send little', async () => {
  const neighbour = await Neighbour.start(admin);
  const keys = await Promise.all(Array.from({ length: 8 }, stranger));
  const bodies = keys.flatMap((key) =>
    [1, 2, 3].map(() => new Unfinished(key, `Content-Length: ${LARGEST}\r\n`, LARGEST - 65_536)),
  );
  await until(() => bodies.some(({ status }) => status === '503'));
  const [full] = bodies.filter(({ status }) => status === '503');
  expect(full!.problem).toBe('overloaded');
  expect(full!.answer).toMatch(/\r\nretry-after: \d+\r\n/i);
  expect(await bytesKept('bodies')).toBeLessThanOrEqual(16 * MIB);
  await neighbour.progress(20);
  for (const body of bodies) body.end();
  await neighbour.stop();
});

test('a body that never ends is given up, and what it took is free', async () => {
  const body = new Unfinished(await stranger(), `Content-Length: ${LARGEST}\r\n`, LARGEST / 2);
  await until(async () => (await bytesKept('bodies')) >= LARGEST / 2);
  await until(() => body.closed);
  expect([body.status, body.problem]).toEqual(['408', 'request_timeout']);
  expect(await bytesKept('bodies')).toBe(0);
});

test('a body in one-byte parts takes what it holds', async () => {
  const { hostname, port } = new URL(admin.baseUrl);
  const key = await stranger();
  const socket = connect(Number(port), hostname).setNoDelay(true);
  const text = JSON.stringify({ commands: [] });
  socket.write(
    `POST /v1/reservations/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n`,
  );
  let answer = '';
  socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
  for (const character of text) {
    socket.write(character);
    await sleep(5);
  }
  await until(() => answer !== '');
  expect(answer).toContain('validation_failed');
  expect(await bytesKept('bodies')).toBe(0);
  socket.destroy();
});
