import { randomUUID } from 'node:crypto';

/** What the demo reads of a reservation, a budget and a problem. */
export interface Reservation {
  id: string;
  state: string;
  held: string;
  committed: string;
}

export interface Budget {
  id: string;
  name: string;
  state: string;
  revision: number;
  balances: { reserved: string; spent: string; available: string };
  children: Budget[];
}

interface Problem {
  code: string;
  detail: string;
  largestAdmissible?: string;
}

/** An answer that is not the one asked for: a denial, for the most part. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(`${status} ${problem.code}: ${problem.detail}`);
  }
}

/** The REST API as any client uses it. */
export class Api {
  /** Requests made so far. */
  requests = 0;

  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.request<T>('GET', path);
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.request<T>('POST', path, body);
  }

  private async request<T>(method: string, path: string, body?: object): Promise<T> {
    this.requests += 1;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      body: body && JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Refused(response.status, answer as Problem);
    return answer as T;
  }
}
