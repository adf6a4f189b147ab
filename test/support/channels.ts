import { createServer, type ServerResponse } from 'node:http';
import { StandIn } from './stand-in.js';

/** A message as it came to a channel. */
export interface Posted {
  path: string;
  headers: Record<string, string>;
  body: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a service sends is looked at by its parts
  json: any;
}

/** What a stand-in answers: a status, or a connection that breaks after the message was taken. */
export type Reply = { status: number; body?: string; headers?: Record<string, string> } | 'lost';

/** Slack, Microsoft Teams or PagerDuty on this machine: it keeps what is posted, and answers as it is asked to. */
export class ChannelStandIn extends StandIn {
  readonly posted: Posted[] = [];
  reply: (posted: Posted, seen: number) => Reply = () => ({ status: 200, body: 'ok' });

  private constructor() {
    super(
      createServer((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (text: string) => (body += text));
        request.on('error', () => undefined);
        request.on('end', () => {
          const headers = request.headers as Record<string, string>;
          this.take({ path: request.url ?? '', headers, body, json: JSON.parse(body) }, response);
        });
      }),
    );
  }

  static start(): Promise<ChannelStandIn> {
    return new ChannelStandIn().started();
  }

  private take(posted: Posted, response: ServerResponse): void {
    this.posted.push(posted);
    const reply = this.reply(posted, this.posted.length);
    if (reply === 'lost') return void response.socket?.resetAndDestroy();
    response.writeHead(reply.status, reply.headers).end(reply.body ?? '');
  }
}
