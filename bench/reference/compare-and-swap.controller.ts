import { randomUUID } from 'node:crypto';
import {
  Body,
  Controller,
  Inject,
  Post,
  ServiceUnavailableException,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ReserveBody } from '../../src/api/reservations/reservation-requests.dto.js';
import { openWriteClient, type WriteClient } from '../../src/database/connections.js';
import { Database } from '../../src/database/database.js';
import { uuidOf } from '../../src/ids/ids.js';

export const COMPARE_AND_SWAP_PATH = '/bench/compare-and-swap';

/** As many as the connections that the load opens for it. */
const CONNECTIONS = 64;

/** Gives up an attempt that never wins, which is counted as an error. */
const ATTEMPTS = 1_000;

const UNITS_PER_WHOLE = 1_000_000;

/**
 * Optimistic locking as it is usually written: read the row, decide, update it if its version is still the one that was
 * read, and begin again if not. It journals as well, in the same two statements; nothing can be left out to make one
 * request at a time faster. The tables are copies of the service's own, indexes and checks included.
 */
@Controller()
export class CompareAndSwapController implements OnApplicationShutdown {
  private sql: WriteClient | undefined;

  constructor(@Inject(Database) private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.sql?.end({ timeout: 1 });
  }

  @Post(COMPARE_AND_SWAP_PATH)
  @RouteConfig({ action: 'reserve' })
  async reserve(@Body() body: ReserveBody): Promise<object> {
    this.sql ??= openWriteClient(this.database.url, CONNECTIONS);
    const id = uuidOf(body.budgetId);
    const amount = BigInt(Math.round(Number(body.amount) * UNITS_PER_WHOLE));
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const version = await this.readAndSwap(this.sql, id, amount, body);
      if (version !== null) return { version: Number(version), attempt };
    }
    throw new ServiceUnavailableException('another request was always first');
  }

  /** The new version; null when another request was first. */
  private async readAndSwap(
    sql: WriteClient,
    id: string,
    amount: bigint,
    body: ReserveBody,
  ): Promise<bigint | null> {
    const [read] = await sql<{ version: bigint; available: bigint }[]>`
      SELECT version, allocated + overdraft - reserved - delegated - spent AS available
      FROM cas_budgets WHERE tree_id = ${id} AND id = ${id}`;
    if (!read || read.available < amount) throw new ServiceUnavailableException('not enough money');
    const reservation = randomUUID();
    const [won] = await sql<{ version: bigint }[]>`
      WITH won AS (
        UPDATE cas_budgets SET version = version + 1, reserved = reserved + ${amount}, changed_at = now()
        WHERE tree_id = ${id} AND id = ${id} AND version = ${read.version}
        RETURNING tree_id, id, version, head
      ), reservation AS (
        INSERT INTO cas_reservations (tree_id, id, budget_id, state, amount, held, committed, refunded, vendor,
          category, run_id, task_id, reason, overage, created_at, expires_at)
        SELECT tree_id, ${reservation}, id, 'held', ${amount}, ${amount}, 0, 0, ${body.vendor ?? null},
          ${body.category ?? null}, ${body.runId ?? null}, ${body.taskId ?? null}, ${body.reason ?? null}, 'available',
          now(), now() + interval '1 hour'
        FROM won
      )
      INSERT INTO cas_entries (tree_id, budget_id, version, at, kind, denied, reservation_id, request_key, content, hash)
      SELECT tree_id, id, version, now(), 'reserve', false, ${reservation}, ${randomUUID()}, ${JSON.stringify(body)},
        sha256(head || convert_to(${JSON.stringify(body)}, 'UTF8'))
      FROM won
      RETURNING version`;
    return won?.version ?? null;
  }
}
