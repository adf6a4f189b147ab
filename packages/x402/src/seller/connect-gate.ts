import type { IncomingMessage, ServerResponse } from 'node:http';
import type { x402HTTPResourceServer } from '@x402/core/server';
import { holdBack, send } from './held-response.js';
import { PaymentGate, type GateOptions } from './payment-gate.js';

/** A middleware of Express, of Nest on Express, and of all that take `(request, response, next)`. */
export type ConnectGate = (
  request: IncomingMessage & { readonly originalUrl?: string; readonly protocol?: string },
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * A middleware that asks for money before what comes after it, and takes it before anything of that is sent: `app.use(connectGate(…))`,
 * before the routes. An answer is kept back until its end.
 */
export function connectGate(server: x402HTTPResourceServer, options?: GateOptions): ConnectGate {
  const gate = new PaymentGate(server, options);
  return (request, response, next) => {
    gate
      .enter({
        method: request.method ?? 'GET',
        path: request.originalUrl ?? request.url ?? '/',
        origin: `${request.protocol ?? 'http'}://${request.headers.host ?? 'localhost'}`,
        header: (name) => [request.headers[name]].flat()[0],
      })
      .then((found) => {
        if (found && !('leave' in found)) return send(response, found, false);
        if (found)
          holdBack(response, async (answer) => {
            const left = await found.leave(answer);
            return 'instead' in left ? left.instead : { ...answer, headers: left.headers };
          });
        next();
      })
      .catch(next);
  };
}
