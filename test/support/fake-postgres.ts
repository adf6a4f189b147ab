import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

const message = (type: string, ...parts: (string | Buffer)[]): Buffer => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};

const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const int32 = (value: number): Buffer => Buffer.concat([int16(value >> 16), int16(value & 0xffff)]);

const READY = message('Z', 'I');
/** A text column as RowDescription has it: no table, type text. */
const column = (name: string): Buffer =>
  Buffer.concat([
    Buffer.from(`${name}\0`),
    int32(0),
    int16(0),
    int32(25),
    int16(0xffff),
    int32(-1),
    int16(0),
  ]);

/** A server that lets everybody in and answers every query with one text: enough to pose as any version. */
export async function startFakePostgres(answer: string): Promise<{ url: string; close: () => void }> {
  const row = [int16(1), int32(Buffer.byteLength(answer)), answer];
  const server = createServer((socket) => {
    let started = false;
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      if (!started) {
        started = true;
        socket.write(Buffer.concat([message('R', int32(0)), READY]));
      } else if (data[0] === 'Q'.charCodeAt(0)) {
        const fields = message('T', int16(1), column('server_version_num'));
        socket.write(Buffer.concat([fields, message('D', ...row), message('C', 'SHOW\0'), READY]));
      } else {
        socket.end();
      }
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `postgres://u:secret@127.0.0.1:${port}/x?sslmode=disable`, close: () => void server.close() };
}
