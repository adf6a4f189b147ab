import { connect, type Socket } from 'node:net';
import Papa from 'papaparse';
import { made, type Client } from './client.js';

/** Rows of CSV as another parser than the service's writer reads them, by the names in the first line. */
export type Row = Record<string, string>;

function rowsOf(text: string): Row[] {
  // Its guesses at delimiters and ends of lines are nothing to go by.
  const { data, errors } = Papa.parse<Row>(text, {
    header: true,
    delimiter: ',',
    newline: '\r\n',
    skipEmptyLines: true,
  });
  if (errors.length > 0) throw new Error(`no CSV: ${JSON.stringify(errors.slice(0, 3))}`);
  return data;
}

/** An export as text; throws unless it is one. */
export async function exported(client: Client, route: string, accept: string): Promise<string> {
  const answer = await client.send<string>('GET', route, undefined, { accept });
  const type = answer.headers.get('content-type')?.split(';')[0];
  if (answer.status !== 200 || type !== accept)
    throw new Error(`${route} as ${accept}: ${answer.status} ${type} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export const csv = async (client: Client, route: string): Promise<Row[]> =>
  rowsOf(await exported(client, route, 'text/csv'));

export const ndjson = async <T = Record<string, unknown>>(client: Client, route: string): Promise<T[]> => {
  const lines = (await exported(client, route, 'application/x-ndjson')).split('\n');
  if (lines.pop() !== '') throw new Error('the last line has no end');
  return lines.map((line) => JSON.parse(line) as T);
};

/** All items of all pages. */
export async function allPages<T = Record<string, unknown>>(client: Client, route: string): Promise<T[]> {
  const items: T[] = [];
  let cursor = '';
  do {
    const page = made(await client.get<{ items: T[]; nextCursor: string | null }>(`${route}${cursor}`));
    items.push(...page.items);
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  return items;
}

/** An export whose reader has read its beginning, and then nothing; with the status. */
export async function beginExport(
  client: Client,
  route: string,
  accept = 'application/x-ndjson',
): Promise<{ socket: Socket; status: number }> {
  const { hostname, port } = new URL(client.baseUrl);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(
    `GET ${route} HTTP/1.1\r\nhost: x\r\naccept: ${accept}\r\nauthorization: Bearer ${client.key}\r\n\r\n`,
  );
  const first = await new Promise<Buffer>((resolve, reject) => {
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      resolve(chunk);
    });
    socket.once('close', () => reject(new Error('closed without an answer')));
  });
  return { socket, status: Number(first.toString('latin1').split(' ', 2)[1]) };
}

/** Reads all that is left of it, and answers whether it ends as a whole answer does. */
export async function isWhole(socket: Socket): Promise<boolean> {
  let end = '';
  const over = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.on('data', (chunk: Buffer) => {
      end = (end + chunk.toString('latin1')).slice(-16);
      if (end.endsWith('\r\n0\r\n\r\n')) resolve();
    });
  });
  socket.resume();
  if (!socket.closed) await over;
  socket.destroy();
  return end.endsWith('\r\n0\r\n\r\n');
}
