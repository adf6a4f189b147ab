import type { Event } from '@purser/sdk';
import type { QueryClient } from '@tanstack/react-query';

/** What is asked for anew after an event: the beginnings of the paths that may be answered otherwise by now. */
function affectedBy(type: Event['type']): readonly string[] {
  if (type.startsWith('key.')) return ['/v1/keys', '/v1/budgets/{id}/keys'];
  return ['/v1/budgets', '/v1/approvals', '/v1/reservations', '/v1/spend', '/v1/entries', '/v1/envelopes'];
}

/** However much happens, nothing is asked for more often. */
const EVERY_MS = 2_000;

/** Keeps what is shown as fresh as the stream: events name what is stale, and it is asked for again together. */
export class Freshness {
  readonly #stale = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly client: QueryClient) {}

  after(event: Event): void {
    for (const path of affectedBy(event.type)) this.#stale.add(path);
    this.#timer ??= setTimeout(() => this.#refresh(), EVERY_MS);
  }

  /** Everything may have changed. */
  all(): void {
    void this.client.invalidateQueries({ predicate: ({ queryKey: [method] }) => method === 'get' });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #refresh(): void {
    const stale = [...this.#stale];
    this.#stale.clear();
    this.#timer = undefined;
    void this.client.invalidateQueries({
      predicate: ({ queryKey: [, path] }) =>
        typeof path === 'string' && stale.some((beginning) => path.startsWith(beginning)),
    });
  }
}
