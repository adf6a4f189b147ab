import { isRecord } from '../records.js';
import { PaidCalls, type ClientGuardOptions, type RpcMessage } from './paid-calls.js';

/** The `Transport` of a client, of either major of the SDK. */
export interface ClientTransport {
  send(message: never, ...rest: never[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * The same transport, on which calls of tools that have a price are paid for before they are sent: `client.connect(guardTransport(…))`.
 * It does not matter which server is at the other end.
 */
export function guardTransport<T extends ClientTransport>(transport: T, options: ClientGuardOptions): T {
  const heard: { onmessage?: unknown; onclose?: unknown } = {};
  const calls = new PaidCalls(options, (message, ...rest) => callIf(heard.onmessage, message, ...rest));
  return new Proxy(transport, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'onmessage' || name === 'onclose') return heard[name] ?? value;
      if (typeof value !== 'function') return value;
      if (name !== 'send') return (...params: unknown[]): unknown => Reflect.apply(value, target, params);
      return async (message: unknown, ...rest: unknown[]): Promise<void> => {
        const forward = async (one: unknown): Promise<void> => {
          await Reflect.apply(value, target, [one, ...rest]);
        };
        const messages: unknown[] = Array.isArray(message) ? message : [message];
        for (const one of messages) await (isRecord(one) ? calls.send(one, forward) : forward(one));
      };
    },
    set: (target, name, value: unknown) => {
      if (name !== 'onmessage' && name !== 'onclose') return Reflect.set(target, name, value, target);
      heard[name] = value;
      const instead =
        name === 'onclose'
          ? (): void => {
              calls.closed();
              callIf(value);
            }
          : (message: RpcMessage, ...rest: unknown[]): void => {
              if (!calls.receive(message)) callIf(value, message, ...rest);
            };
      return Reflect.set(target, name, instead, target);
    },
  });
}

function callIf(code: unknown, ...params: unknown[]): void {
  if (typeof code === 'function') Reflect.apply(code, undefined, params);
}
