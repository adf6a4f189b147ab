import { SPEND_FORMAT } from '../core/spend.js';
import { openWriteClient, type WriteClient } from '../database/connections.js';
import { inTransaction } from '../database/in-transaction.js';
import { ResilientClient } from '../database/resilient-client.js';
import { Worker } from '../runtime/worker.js';
import { KnownKeys } from './known-keys.js';
import { RecentExpenses } from './recent-expenses.js';
import { forgetFormat, lookAtPlace, type SeenPlace } from './sql/place.js';
import { step } from './step.js';

/** How often the journal is looked at. What was decided is in the sums within twice this time, and under load within a second. */
const EVERY_MS = 250;

/** While there is more it rests for as long as it worked: of one connection it uses a half. */
const SHORTEST_REST_MS = 10;

/**
 * Its own sessions. The index has the order: without `enable_sort` the planner might read all there is and sort it. Nobody
 * waits for what it writes, and what a crash of the database takes away is added again: it need not wait for the disk.
 */
const SESSION = { application_name: 'purser spend', enable_sort: 'off', synchronous_commit: 'off' };

/** How far the sums are. */
export type SpendProgress = 'making' | 'following' | 'done';

/**
 * Keeps the sums of what was spent: follows the journal in the order of its commits. Each replica looks; one at a time
 * adds. Decisions never wait for it, since it has a connection of its own and locks nothing of theirs.
 */
export class SpendProjection {
  private readonly link: ResilientClient;
  private readonly worker: Worker;
  private readonly known = new KnownKeys();

  constructor(
    databaseUrl: string,
    onFault: (error: unknown) => void,
    private readonly recent = new RecentExpenses(),
  ) {
    this.link = new ResilientClient(() => openWriteClient(databaseUrl, 1, SESSION));
    this.worker = new Worker(() => this.work(), EVERY_MS, onFault);
  }

  start(): void {
    this.worker.start();
  }

  async stop(): Promise<void> {
    await this.worker.stop();
    await this.link.close();
  }

  /** Has all sums made anew from the journal: `advance` does it, or a service that runs. */
  async rebuild(): Promise<void> {
    await this.link.use((sql) => forgetFormat(sql));
  }

  /** Takes one step, if there is any to take. */
  async advance(): Promise<SpendProgress> {
    return await this.advanceFrom(await this.link.use((sql) => lookAtPlace(sql)));
  }

  private async advanceFrom({ format, phase, isBehind }: SeenPlace): Promise<SpendProgress> {
    // Looking is all that is done most times: taking the place would write to the database.
    if (format > SPEND_FORMAT || (format === SPEND_FORMAT && phase === 'follow' && !isBehind)) return 'done';
    const work = (tx: WriteClient) => step(tx, this.known, this.recent);
    const { left, written, followed } = await this.link.use((sql) => inTransaction(sql, work));
    this.recent.want(left !== 'elsewhere' && phase === 'follow');
    this.known.add(written);
    followed?.report();
    if (format < SPEND_FORMAT || phase !== 'follow') return 'making';
    return left === 'more' ? 'following' : 'done';
  }

  private async work(): Promise<number> {
    const began = performance.now();
    const place = await this.link.use((sql) => lookAtPlace(sql));
    if (place.rests || (await this.advanceFrom(place)) === 'done') return EVERY_MS;
    return Math.max(SHORTEST_REST_MS, performance.now() - began);
  }
}
