import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { STREAM_PLACE_PATTERN } from '../../core/events.js';
import { Events } from '../../events/events.js';
import type { Feed, Start } from '../../events/feed.js';
import { reached } from '../../database/reached.js';
import { Reach } from '../auth/reach.js';
import { Operation } from '../http/operation.js';
import { found } from '../http/found.js';
import { validationProblem } from '../problems/problem.js';
import { BEGINNING, EVENT_ID_EXAMPLE, FollowEventsQuery } from './event.dto.js';
import { EventStreams } from './event-streams.js';

type Scope = Parameters<Feed['follow']>[0];

const STREAM_EXAMPLE = `id: place_73921

id: ${EVENT_ID_EXAMPLE}
event: reservation.committed
data: {"id":"${EVENT_ID_EXAMPLE}","type":"reservation.committed","timestamp":"2026-11-21T09:30:00.000Z","data":{}}

`;

/** Watching what is decided. */
@ApiTags('Events')
@Controller('v1/events')
export class EventsController {
  private readonly feed: Feed;

  constructor(
    events: Events,
    private readonly streams: EventStreams,
    private readonly reach: Reach,
  ) {
    this.feed = events.feed;
  }

  @Get()
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description:
      'The last id that was received, of an event or of a place: the stream goes on right behind it.',
    schema: { type: 'string', pattern: STREAM_PLACE_PATTERN.source },
    example: EVENT_ID_EXAMPLE,
  })
  @Operation({
    id: 'followEvents',
    action: 'read',
    summary: 'Stream events',
    description:
      'Server-sent events in the order in which they were committed, each an Event as JSON, of all that the caller can see unless a budget is named. Without Last-Event-ID or `from` they begin now; with it no event is lost or sent twice, whichever replica answers. An id without data says at once where the stream begins, and after each 15 seconds without an event how far it has come. A comment comes where it has not moved. A reader that stops reading is cut off.',
    success: {
      status: 200,
      description: 'A stream that does not end.',
      stream: STREAM_EXAMPLE,
    },
    problems: ['not_found'],
  })
  async follow(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() { budgetId, types, from = '' }: FollowEventsQuery,
  ): Promise<void> {
    const tree = await this.reach.treeOf(request);
    this.streams.reserve(request, tree);
    const scope = await this.scopeOf(request, budgetId ?? request.principal.budgetId);
    const lastId = [request.headers['last-event-id'] ?? []].flat().join();
    const start = await this.startOf(
      scope,
      lastId === '' ? from : lastId,
      lastId === '' ? 'from' : 'Last-Event-ID',
    );
    const patterns = types === undefined ? ['*'] : [types].flat();
    await this.streams.serve(reply, tree, (signal) => this.feed.follow(scope, start, patterns, signal));
  }

  /** What lies outside the caller's reach is not there. */
  private async scopeOf(request: FastifyRequest, budgetId: string | null): Promise<Scope> {
    if (budgetId === null) return null;
    await this.reach.check(request, 'budget', budgetId);
    return await found(reached(this.feed.scopeOf(budgetId)), `budget ${budgetId}`);
  }

  private async startOf(scope: Scope, id: string, field: string): Promise<Start> {
    if (id === '') return await reached(this.feed.now());
    if (id === BEGINNING && field === 'from') return this.feed.beginning();
    const start = await reached(this.feed.behind(scope, id));
    if (start) return start;
    throw validationProblem([
      { field, rule: 'event_id', message: `${field} must be the id of an event or place of this stream` },
    ]);
  }
}
