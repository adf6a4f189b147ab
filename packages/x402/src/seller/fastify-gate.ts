import type { x402HTTPResourceServer } from '@x402/core/server';
import { PaymentGate, type GateOptions, type Passage } from './payment-gate.js';

/** What is used of a request of Fastify. */
interface FastifyAsked {
  readonly method: string;
  readonly url: string;
  readonly protocol: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** What is used of a reply of Fastify. */
interface FastifyAnswering {
  readonly statusCode: number;
  code(status: number): unknown;
  headers(values: Record<string, string>): unknown;
  getHeaders(): Record<string, number | string | string[] | undefined>;
  removeHeader(name: string): unknown;
  send(payload: unknown): unknown;
}

export interface FastifyGate {
  readonly preHandler: (request: FastifyAsked, reply: FastifyAnswering) => Promise<unknown>;
  readonly onSend: (request: FastifyAsked, reply: FastifyAnswering, payload: unknown) => Promise<unknown>;
}

/**
 * Two hooks for Fastify, and for Nest on Fastify: `app.addHook('preHandler', gate.preHandler)` asks for money before the handler, and
 * `app.addHook('onSend', gate.onSend)` takes it before anything is sent.
 */
export function fastifyGate(server: x402HTTPResourceServer, options?: GateOptions): FastifyGate {
  const gate = new PaymentGate(server, options);
  const passages = new WeakMap<FastifyAsked, Passage>();
  return {
    preHandler: async (request, reply) => {
      const found = await gate.enter(requestOf(request));
      if (!found) return undefined;
      if ('leave' in found) return void passages.set(request, found);
      reply.code(found.status);
      reply.headers(found.headers);
      return reply.send(found.body);
    },
    onSend: async (request, reply, payload) => {
      const passage = passages.get(request);
      passages.delete(request);
      if (!passage) return payload;
      const body = typeof payload === 'string' || payload instanceof Uint8Array ? payload : undefined;
      const left = await passage.leave({ status: reply.statusCode, headers: headersOf(reply), body });
      if (!('instead' in left)) {
        reply.headers(left.headers);
        return payload;
      }
      // Nobody will read what streams.
      if (isDestroyable(payload)) payload.destroy();
      for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
      reply.code(left.instead.status);
      reply.headers(left.instead.headers);
      return left.instead.body;
    },
  };
}

const requestOf = ({ method, url, protocol, host, headers, body }: FastifyAsked) => ({
  method,
  path: url,
  origin: `${protocol}://${host}`,
  header: (name: string): string | undefined => [headers[name]].flat()[0],
  body,
});

const headersOf = (reply: FastifyAnswering): Record<string, string> =>
  Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));

const isDestroyable = (payload: unknown): payload is { destroy(): void } =>
  typeof payload === 'object' &&
  payload !== null &&
  'destroy' in payload &&
  typeof payload.destroy === 'function';
