import { connect } from 'node:net';

/** What came back for bytes that no well-behaved client would send. */
export interface RawAnswer {
  status: number;
  headers: string;
  body: string;
}

/** Sends bytes as they are, and reads until the service ends the connection or has answered. */
export function sendRaw(baseUrl: string, bytes: string | Buffer, patienceMs = 20_000): Promise<RawAnswer> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let text = '';
    const answered = () => {
      const [head = '', body = ''] = text.split('\r\n\r\n', 2);
      const length = /content-length: (\d+)/i.exec(head)?.[1];
      if (length === undefined || Buffer.byteLength(body) < Number(length)) return;
      socket.destroy();
      resolve({ status: Number(head.split(' ', 2)[1]), headers: head, body });
    };
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      answered();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed after: ${text}`)));
    socket.setTimeout(patienceMs, () => socket.destroy(new Error(`no answer; so far: ${text}`)));
  });
}
