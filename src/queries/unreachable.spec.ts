import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { isUnreachable } from './unreachable.js';

/** A server that takes connections, and does no more than a test wants. */
let server: Server;
let url: string;
let onSocket: (socket: Socket) => void;

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `postgres://u:p@127.0.0.1:${(server.address() as AddressInfo).port}/x`;
});
beforeEach(() => (onSocket = () => undefined));
afterAll(() => void server.close());

const session = (options: pg.ClientConfig = {}): pg.Client => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 50, ...options });
  client.on('error', () => undefined);
  return client;
};

const errorOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('it worked'),
    (error: unknown) => error as Error,
  );

async function inLine(): Promise<Error> {
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 50, max: 1 });
  const [, second] = await Promise.all([errorOf(pool.connect()), errorOf(pool.connect())]);
  await pool.end();
  return second;
}

async function afterEnd(): Promise<Error> {
  const pool = new pg.Pool({ connectionString: url });
  await pool.end();
  return await errorOf(pool.query('SELECT 1'));
}

async function ofPool(): Promise<Error> {
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 50 });
  const error = await errorOf(pool.query('SELECT 1'));
  await pool.end();
  return error;
}

async function afterLoss(): Promise<Error> {
  const client = session();
  await errorOf(client.connect());
  return await errorOf(client.query('SELECT 1'));
}

async function withoutProcess(): Promise<Error> {
  onSocket = (socket) => socket.once('data', () => socket.write('E'));
  return await errorOf(session({ ssl: true }).connect());
}

test.each<[string, () => Promise<Error>]>([
  ['a session that is not had in time', () => errorOf(session().connect())],
  ['a connection of a pool that is not had in time', ofPool],
  ['a turn in the line of a pool that does not come', inLine],
  ['a question to a session that was lost', afterLoss],
  ['a question to a pool that has ended', afterEnd],
  ['a server that has no process for a connection', withoutProcess],
])('%s is a database that is away', async (_, fail) => {
  const error = await fail();
  expect([error.message, isUnreachable(error)]).toEqual([error.message, true]);
});

test.each([
  ['55P03', true],
  ['25P03', true],
  ['25P04', true],
  ['57014', true],
  ['53300', true],
  ['08006', true],
  ['22P02', false],
  ['25006', false],
  ['23505', false],
])('SQLSTATE %s: %s', (code, expected) => {
  expect(isUnreachable(Object.assign(new Error('x'), { code }))).toBe(expected);
});
