import { Readable } from 'node:stream';
import { Inject, Injectable, StreamableFile, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../access/access.js';
import type { Page } from '../../queries/page.js';
import type { Logger } from '../../runtime/logger.js';
import { messageOf } from '../../runtime/message-of.js';
import { LOGGER } from '../../runtime/tokens.js';
import { bearerOf } from '../auth/bearer.js';
import { Admission } from '../http/admission.js';
import { callerGone, goneSignal } from '../http/gone.js';
import { ReadTurns } from '../http/read-turns.js';
import { AT_ONCE, letOthersWork } from '../in-slices.js';
import { validationProblem } from '../problems/problem.js';
import type { CsvWriter } from './csv.js';
import type { ExportType } from './format.js';

/** What is exported: page by page, each behind a cursor. */
export interface Exported<T> {
  /** For the name of the file. */
  name: string;
  /** How a row of CSV is written. */
  csv: CsvWriter<T>;
  /** A line of NDJSON: an item as a page as JSON shows it. */
  json: (item: T) => string;
  read: (cursor: string | undefined) => Promise<Page<T>>;
}

/** Items of one page of an export. */
export const EXPORT_PAGE = 1_000;

/** A reader that does not take a page in so long does not get the rest. */
const UNREAD_MS = 30_000;

/** How often it is looked whether who reads may still do so. */
const LOOK_MS = 500;

/**
 * Sends lists of any length. Each page is read in a turn of its own when the reader has taken the one before the last, so that an
 * export holds two pages at most and, between pages, no connection, no transaction and no turn. What goes wrong on the way
 * breaks the connection off: a part is never taken for the whole.
 */
@Injectable()
export class Exports implements OnModuleDestroy {
  private readonly open = new Set<FastifyReply>();
  private ending = false;

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly access: Access,
    private readonly admission: Admission,
    private readonly turns: ReadTurns,
  ) {}

  /** Those under way would keep the service from stopping: they are broken off, and their readers see it. */
  onModuleDestroy(): void {
    this.ending = true;
    for (const { raw } of this.open) raw.destroy();
  }

  /** Answers with all items. What is wrong with the request is answered as ever, since the first page is read before. */
  async send<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    type: ExportType,
    exported: Exported<T>,
  ): Promise<StreamableFile> {
    refusePages(request.query as object);
    const giveBack = await this.turns.export(request);
    try {
      const first = await exported.read(undefined);
      const suffix = type === 'text/csv' ? 'csv' : 'ndjson';
      reply.header('Cache-Control', 'no-store');
      reply.header('Content-Type', type === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : type);
      reply.header('Content-Disposition', `attachment; filename="${exported.name}.${suffix}"`);
      // For proxies that would collect the rows.
      reply.header('X-Accel-Buffering', 'no');
      request.isExport = true;
      if (request.method === 'HEAD' || reply.raw.destroyed) {
        giveBack();
        return new StreamableFile(Readable.from([]));
      }
      this.open.add(reply);
      reply.raw.once('close', () => {
        this.open.delete(reply);
        giveBack();
      });
      const parts = this.partsOf(request, reply, type, exported, first);
      return new StreamableFile(Readable.from(parts, { objectMode: false, highWaterMark: 64 * 1024 }));
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  private async *partsOf<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    type: ExportType,
    exported: Exported<T>,
    first: Page<T>,
  ): AsyncGenerator<string, void> {
    const gone = goneSignal(reply);
    try {
      if (type === 'text/csv') yield exported.csv.header;
      let lookedAt = performance.now();
      let page = first;
      for (;;) {
        const text = await textOf(type, exported, page.items);
        if (text !== '') yield* this.counted(request, reply, text);
        if (page.nextCursor === null) break;
        if (gone.aborted) throw callerGone();
        if (this.ending) throw new Error('the service is stopping');
        if (performance.now() - lookedAt >= LOOK_MS) {
          await this.expectHolds(request);
          lookedAt = performance.now();
        }
        const { nextCursor } = page;
        page = await this.turns.read(request, reply, () => exported.read(nextCursor));
      }
      // What is left lies with the connection.
      reply.raw.setTimeout(UNREAD_MS, () => reply.raw.destroy());
    } catch (error) {
      if (!gone.aborted)
        this.logger.warn({ error: messageOf(error), export: exported.name }, 'an export was broken off');
      throw error;
    }
  }

  /** Gives the reader so long for a page, and counts it as an answer that it has not read. */
  private *counted({ holder }: FastifyRequest, { raw }: FastifyReply, text: string): Generator<string, void> {
    const timer = setTimeout(() => {
      this.logger.warn('the reader of an export does not read');
      raw.destroy();
    }, UNREAD_MS);
    this.admission.answers.take(holder, text.length);
    try {
      yield text;
    } finally {
      this.admission.answers.give(holder, text.length);
      clearTimeout(timer);
    }
  }

  private async expectHolds({ headers }: FastifyRequest): Promise<void> {
    if (!(await this.access.stillHolds(bearerOf(headers.authorization) ?? '')))
      throw new Error('the key may no longer read');
  }
}

/** An export has no pages, and always the same columns: who asks for something else would not get it. */
function refusePages(query: object): void {
  const fields = ['limit', 'cursor', 'expand'].filter((field) => field in query);
  if (fields.length === 0) return;
  throw validationProblem(
    fields.map((field) => ({
      field,
      rule: 'export',
      message: `${field} is not for exports: they have all items, each of the same form`,
    })),
  );
}

async function textOf<T>(type: ExportType, { csv, json }: Exported<T>, items: readonly T[]): Promise<string> {
  const texts: string[] = [];
  for (let i = 0; i < items.length; i += AT_ONCE) {
    if (i > 0) await letOthersWork();
    const slice = items.slice(i, i + AT_ONCE);
    texts.push(type === 'text/csv' ? csv.textOf(slice) : slice.map((item) => `${json(item)}\n`).join(''));
  }
  return texts.join('');
}
