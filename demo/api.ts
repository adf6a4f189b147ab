import { randomUUID } from 'node:crypto';

/** What the demo reads of a reservation, a budget, a key and a problem. */
export interface Reservation {
  id: string;
  state: string;
  amount: string;
  held: string;
  committed: string;
  /** What it cost beyond what the agent could record. */
  claim: { amount: string } | null;
}

export interface Budget {
  id: string;
  name: string;
  state: string;
  revision: number;
  balances: { reserved: string; spent: string; available: string };
  children: Budget[];
}

/** With its secret, which is shown once. */
export interface Key {
  secret: string;
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
  constructor(
    private readonly url: string,
    private readonly key: string,
    /** Requests made so far, whoever made them. */
    readonly made = { requests: 0 },
  ) {}

  /** The same for the holder of another key. */
  as({ secret }: Key): Api {
    return new Api(this.url, secret, this.made);
  }

  get<T>(path: string): Promise<T> {
    return this.request<T>('GET', path);
  }

  /** `ifMatch` is the revision for which the body is meant: settings are changed as they were last seen. */
  post<T>(path: string, body: object, ifMatch?: number): Promise<T> {
    return this.request<T>('POST', path, body, ifMatch);
  }

  /** Follows a stream of events from now on, until the signal. */
  async follow<T>(path: string, signal: AbortSignal): Promise<AsyncIterable<T>> {
    const response = await fetch(this.url + path, {
      headers: { authorization: `Bearer ${this.key}` },
      signal,
    });
    if (!response.ok) throw new Refused(response.status, (await response.json()) as Problem);
    return eventsOf<T>(response, signal);
  }

  private async request<T>(method: string, path: string, body?: object, ifMatch?: number): Promise<T> {
    this.made.requests += 1;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
      },
      body: body && JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Refused(response.status, answer as Problem);
    return answer as T;
  }
}

/** The `data` of server-sent events: one line each, as this service sends them. */
async function* eventsOf<T>({ body }: Response, signal: AbortSignal): AsyncGenerator<T, void> {
  let text = '';
  try {
    for await (const part of body!.pipeThrough(new TextDecoderStream())) {
      const lines = (text + part).split('\n');
      text = lines.pop()!;
      for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice(6)) as T;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
