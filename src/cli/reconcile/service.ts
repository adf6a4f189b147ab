import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../../runtime/startup-error.js';

/** What of a budget has to be known. */
export interface KnownBudget {
  scale: number;
  currency: string;
}

/** What of a reservation has to be known. */
export interface Paid {
  id: string;
  committed: string;
  refunded: string;
  externalId: string | null;
  occurredAt: string | null;
  createdAt: string;
  settledAt: string | null;
  claim: { amount: string } | null;
  metadata: Record<string, string> | null;
}

/** What of the entry of a refund has to be known. */
export interface Refunded {
  deltas: { spent?: string };
  reservation: { id: string };
}

const TRIES = 12;
const MOST_SECONDS = 30;

/** A service, asked over HTTP. What it refuses for now is asked again, under the same key. */
export class RemoteService {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  async budget(id: string): Promise<KnownBudget> {
    return (await this.send('GET', `/v1/budgets/${encodeURIComponent(id)}`)) as KnownBudget;
  }

  /** All that a vendor was paid in a subtree, the newest first, until one that was made before a time. */
  async *paid(budgetId: string, query: Record<string, string>, since: number): AsyncGenerator<Paid> {
    let cursor: string | null = null;
    do {
      const asked = { budgetId, subtree: 'true', limit: '200', expand: 'metadata', ...query };
      const search = new URLSearchParams(cursor === null ? asked : { ...asked, cursor });
      const page = (await this.send('GET', `/v1/reservations?${search.toString()}`)) as {
        items: Paid[];
        nextCursor: string | null;
      };
      for (const one of page.items) {
        if (Date.parse(one.createdAt) < since) return;
        yield one;
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  /** The refunds of a vendor in a subtree that have this name, those of disputes included. */
  async *refunds(budgetId: string, vendor: string, externalId: string): AsyncGenerator<Refunded> {
    let cursor: string | null = null;
    do {
      const asked = {
        budgetId,
        vendor,
        externalId,
        kind: 'refund,dispute_uphold',
        outcome: 'accepted',
        limit: '200',
      };
      const search = new URLSearchParams(cursor === null ? asked : { ...asked, cursor });
      const page = (await this.send('GET', `/v1/entries?${search.toString()}`)) as {
        items: { content: Refunded & { externalId?: string } }[];
        nextCursor: string | null;
      };
      // Those of a call of that name are found as well.
      for (const { content } of page.items) if (content.externalId === externalId) yield content;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  async write(route: string, body: object, key: string): Promise<Paid> {
    return (await this.send('POST', route, body, key)) as Paid;
  }

  private async send(method: string, route: string, body?: object, key?: string): Promise<unknown> {
    for (let tried = 1; ; tried += 1) {
      const answer = await this.once(method, route, body, key);
      if ('body' in answer) return answer.body;
      if (tried >= TRIES) throw new StartupError(answer.why);
      await sleep(Math.min(answer.seconds, MOST_SECONDS) * 1_000);
    }
  }

  private async once(
    method: string,
    route: string,
    body?: object,
    key?: string,
  ): Promise<{ body: unknown } | { why: string; seconds: number }> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.key}` };
    if (body) headers['content-type'] = 'application/json';
    if (key) headers['idempotency-key'] = key;
    let response: Response;
    let text: string;
    try {
      const signal = AbortSignal.timeout(60_000);
      response = await fetch(new URL(route, this.url), {
        method,
        headers,
        body: body && JSON.stringify(body),
        redirect: 'error',
        signal,
      });
      text = await response.text();
    } catch (error) {
      const cause =
        error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      return { why: `${this.url} cannot be reached: ${cause}`, seconds: 1 };
    }
    if (response.ok) return { body: JSON.parse(text) as unknown };
    const why = `${method} ${route} was answered ${response.status}: ${text.slice(0, 500)}`;
    if (response.status !== 429 && response.status < 500) throw new StartupError(why);
    return { why, seconds: Number(response.headers.get('retry-after')) || 1 };
  }
}
