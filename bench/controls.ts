import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the services are started with when controls are on. The rate is counted, and nobody reaches it. */
export const CONTROLS = {
  PURSER_REQUESTS_PER_SECOND: '1000000',
  PURSER_WEBHOOK_ALLOW_PRIVATE: 'true',
};

/** An envelope whose limit follows the past of its budget, and that nobody comes near. */
export const relative = (atLeast: string): object => ({
  window: 'hour',
  relative: { times: 5, of: 'average', windowDays: 30, atLeast },
  onExceed: 'pause',
});

/** An endpoint for webhooks, which takes whatever it is sent. */
export interface Receiver {
  url: string;
  close(): void;
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
