import type { Event } from '@purser/sdk';
import type { QueryClient } from '@tanstack/react-query';

/** What is asked for anew after an event: the beginnings of the paths that may be answered otherwise by now. */
function affectedBy(type: Event['type']): readonly string[] {
  if (type.startsWith('key.')) return ['/v1/keys', '/v1/budgets/{id}/keys'];
  return ['/v1/budgets', '/v1/approvals', '/v1/reservations', SPEND, '/v1/entries', '/v1/envelopes'];
}

/** However much happens, nothing is asked for more often; sums of spend, which are more work, less often still. */
const EVERY_MS = 2_000;
const SPEND = '/v1/spend';
const SPEND_EVERY_MS = 5_000;

const waitOf = (path: string): number => (path === SPEND ? SPEND_EVERY_MS : EVERY_MS);

/** Keeps what is shown as fresh as the stream: events name what is stale, and it is asked for again together. */
export class Freshness {
  readonly #stale = new Set<string>();
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(private readonly client: QueryClient) {}

  after(event: Event): void {
    for (const path of affectedBy(event.type)) {
      this.#stale.add(path);
      const every = waitOf(path);
      if (!this.#timers.has(every))
        this.#timers.set(
          every,
          setTimeout(() => this.#refresh(every), every),
        );
    }
  }

  /** Everything may have changed. */
  all(): void {
    void this.client.invalidateQueries({ predicate: ({ queryKey: [method] }) => method === 'get' });
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #refresh(every: number): void {
    const stale = [...this.#stale].filter((path) => waitOf(path) === every);
    for (const path of stale) this.#stale.delete(path);
    this.#timers.delete(every);
    void this.client.invalidateQueries({
      predicate: ({ queryKey: [, path] }) =>
        typeof path === 'string' && stale.some((beginning) => path.startsWith(beginning)),
    });
  }
}
