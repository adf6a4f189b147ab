import { Readable } from 'node:stream';
import { Inject, Injectable, StreamableFile, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../access/access.js';
import { PAGE_BYTES, type Page } from '../../queries/page.js';
import type { GiveBack } from '../../runtime/fair-slots.js';
import type { Logger } from '../../runtime/logger.js';
import { messageOf } from '../../runtime/message-of.js';
import { LOGGER } from '../../runtime/tokens.js';
import { credentialOf } from '../auth/bearer.js';
import { Admission } from '../http/admission.js';
import { callerGone, goneSignal } from '../http/gone.js';
import { ReadTurns } from '../http/read-turns.js';
import { AT_ONCE, letOthersWork } from '../in-slices.js';
import { validationProblem } from '../problems/problem.js';
import type { CsvWriter } from './csv.js';
import type { ExportType } from './format.js';
import { endedInOrder, type EndingPages, type ExportSource } from './source.js';

/** What is exported, page by page. */
export interface Exported<T> {
  /** For the name of the file. */
  name: string;
  /** How a row of CSV is written. */
  csv: CsvWriter<T>;
  /** A line of NDJSON: an item as a page as JSON shows it. */
  json: (item: T) => string;
  /** Whether its source keeps a session with the database: there are less of these. */
  keepsSession?: true;
  open: () => Promise<ExportSource<T>>;
}

/** A page that is being read, and how what is counted for it is given back. */
interface Ahead<T> {
  page: Promise<Page<T>>;
  give: () => void;
}

/** Items of one page of an export. */
export const EXPORT_PAGE = 1_000;

/** A reader that does not take a page in so long does not get the rest. */
const UNREAD_MS = 30_000;

/** How often it is looked whether who reads may still do so. */
const LOOK_MS = 500;

/**
 * Sends lists of any length. Each page is read in a turn of its own: while the one before is put into words and sent, where there is
 * plenty of room for it, and else after that. So an export holds two pages at the most and, between pages, no transaction and no
 * turn. One page is counted from its beginning to its end, so that it never ends for want of room. What goes wrong on the way breaks
 * the connection off: a part is never taken for the whole.
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
    const giveBack = await this.begin(request, exported.keepsSession ?? false);
    let pages: EndingPages<T> | undefined;
    try {
      const source = await exported.open();
      pages = endedInOrder(source, giveBack);
      const first = await pages.next();
      if (source.asOf !== undefined) reply.header('Purser-As-Of', source.asOf);
      describe(reply, type, exported.name);
      request.isExport = true;
      if (request.method === 'HEAD' || reply.raw.destroyed) {
        await pages.end();
        return new StreamableFile(Readable.from([]));
      }
      const { end } = pages;
      this.open.add(reply);
      reply.raw.once('close', () => {
        this.open.delete(reply);
        end().catch(this.unended);
      });
      const parts = this.partsOf(request, reply, type, { ...exported, ...pages }, first);
      return new StreamableFile(Readable.from(parts, { objectMode: false, highWaterMark: 64 * 1024 }));
    } catch (error) {
      await (pages?.end().catch(this.unended) ?? giveBack());
      throw error;
    }
  }

  /** Takes the place of an export, and the room of a page for as long as it goes on. */
  private async begin(request: FastifyRequest, keepsSession: boolean): Promise<GiveBack> {
    const giveBackPlace = await this.turns.export(request, keepsSession);
    const { holder } = request;
    const { answers } = this.admission;
    answers.take(holder, PAGE_BYTES);
    return () => {
      answers.give(holder, PAGE_BYTES);
      giveBackPlace();
    };
  }

  private readonly unended = (error: unknown): void => {
    this.logger.warn({ error: messageOf(error) }, 'the session of an export did not end as it should');
  };

  private async *partsOf<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    type: ExportType,
    exported: Exported<T> & EndingPages<T>,
    first: Page<T>,
  ): AsyncGenerator<string, void> {
    const gone = goneSignal(reply);
    try {
      if (type === 'text/csv') yield exported.csv.header;
      let lookedAt = performance.now();
      for (let page: Page<T> | null = first; page;) {
        const isLast: boolean = page.nextCursor === null;
        const ahead: Ahead<T> | null = isLast ? null : this.readAhead(request, reply, exported);
        try {
          const text = await textOf(type, exported, page.items);
          if (text !== '') yield* this.counted(request, reply, text);
          if (isLast) break;
          if (gone.aborted) throw callerGone();
          if (this.ending) throw new Error('the service is stopping');
          if (performance.now() - lookedAt >= LOOK_MS) {
            await this.expectHolds(request);
            lookedAt = performance.now();
          }
          page = await (ahead?.page ?? this.turns.readOn(request, reply, exported.next));
        } finally {
          ahead?.give();
        }
      }
      // Whoever sees its end can begin another at once.
      await exported.end();
      // What is left lies with the connection.
      reply.raw.setTimeout(UNREAD_MS, () => reply.raw.destroy());
    } catch (error) {
      if (!gone.aborted)
        this.logger.warn({ error: messageOf(error), export: exported.name }, 'an export was broken off');
      throw error;
    }
  }

  /** Reads the next page while this one is put into words, and counts it until it takes the place of this one; null where there is not plenty of room. */
  private readAhead<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    { next }: EndingPages<T>,
  ): Ahead<T> | null {
    const { answers } = this.admission;
    const { holder } = request;
    if (!answers.hasPlenty(holder, PAGE_BYTES)) return null;
    answers.take(holder, PAGE_BYTES);
    const page = this.turns.readOn(request, reply, next);
    // Where the page before it fails nobody asks for this one.
    page.catch(() => undefined);
    return { page, give: () => answers.give(holder, PAGE_BYTES) };
  }

  /** Gives the reader so long for a page, and counts what of it is more than is counted anyway. */
  private *counted({ holder }: FastifyRequest, { raw }: FastifyReply, text: string): Generator<string, void> {
    const timer = setTimeout(() => {
      this.logger.warn('the reader of an export does not read');
      raw.destroy();
    }, UNREAD_MS);
    const more = Math.max(0, text.length - PAGE_BYTES);
    this.admission.answers.take(holder, more);
    try {
      yield text;
    } finally {
      this.admission.answers.give(holder, more);
      clearTimeout(timer);
    }
  }

  private async expectHolds(request: FastifyRequest): Promise<void> {
    if (!(await this.access.stillHolds(credentialOf(request)))) throw new Error('the key may no longer read');
  }
}

/** What is said before the first row. */
function describe(reply: FastifyReply, type: ExportType, name: string): void {
  const [suffix, contentType] =
    type === 'text/csv' ? ['csv', 'text/csv; charset=utf-8; header=present'] : ['ndjson', type];
  reply.headers({
    'Cache-Control': 'no-store',
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="${name}.${suffix}"`,
    // For proxies that would collect the rows.
    'X-Accel-Buffering': 'no',
  });
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
