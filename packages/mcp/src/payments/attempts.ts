import type { Purser } from '@purser/sdk';
import { sha256 } from '../sha256.js';
import type { ToolCall } from '../tool-call.js';

/** As many calls are remembered; the oldest are forgotten first, and ask anew. */
const MOST = 1_000;

/** Calls that wait for people, each with the key of its reservation: whoever calls again asks nobody a second time. */
export class Attempts {
  readonly #keys = new Map<string, string>();

  /** Of a client, whichever server it guards: servers may be made for each request. */
  static of(purser: Purser): Attempts {
    const found = all.get(purser) ?? new Attempts();
    all.set(purser, found);
    return found;
  }

  /** The key of a call that waits. Of two that are the same and come at once, the second is a call of its own. */
  take(what: string): string | undefined {
    const key = this.#keys.get(what);
    this.#keys.delete(what);
    return key;
  }

  keep(what: string, key: string): void {
    const [oldest] = this.#keys.keys();
    if (oldest !== undefined && this.#keys.size >= MOST) this.#keys.delete(oldest);
    this.#keys.set(what, key);
  }
}

const all = new WeakMap<Purser, Attempts>();

/** What makes two calls the same. */
export async function callId(budget: string, { tool, args }: ToolCall): Promise<string> {
  return await sha256(JSON.stringify([budget, tool, args]));
}
