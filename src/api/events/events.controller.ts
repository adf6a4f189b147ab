import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EVENT_ID_PATTERN } from '../../core/events.js';
import { Events } from '../../events/events.js';
import type { Feed, Start } from '../../events/feed.js';
import { reached } from '../../ledger/reached.js';
import { Reach } from '../auth/reach.js';
import { Operation } from '../docs/operation.js';
import { found } from '../http/found.js';
import { validationProblem } from '../problems/problem.js';
import { EVENT_ID_EXAMPLE, FollowEventsQuery } from './event.dto.js';
import { EventStreams } from './event-streams.js';

type Scope = Parameters<Feed['follow']>[0];

const STREAM_EXAMPLE = `id: ${EVENT_ID_EXAMPLE}
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
    description: 'The id of the last event that was received: the stream goes on right behind it.',
    schema: { type: 'string', pattern: EVENT_ID_PATTERN.source },
    example: EVENT_ID_EXAMPLE,
  })
  @Operation({
    id: 'followEvents',
    action: 'read',
    summary: 'Follow events as they happen',
    description:
      'Server-sent events in the order in which they were committed, each an Event as JSON, of all that the caller can see unless a budget is named. Without Last-Event-ID they begin now; with it no event is lost or told twice, whichever replica answers. A comment comes every 15 seconds without an event. A reader that stops reading is cut off.',
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
    @Query() { budgetId, types }: FollowEventsQuery,
  ): Promise<void> {
    const tree = await this.reach.treeOf(request);
    this.streams.reserve(request, tree);
    const scope = await this.scopeOf(request, budgetId ?? request.principal.budgetId);
    const start = await this.startOf(scope, [request.headers['last-event-id'] ?? []].flat().join());
    const patterns = types === undefined ? ['*'] : [types].flat();
    await this.streams.serve(reply, tree, (signal) => this.feed.follow(scope, start, patterns, signal));
  }

  /** What lies outside the caller's reach is not there. */
  private async scopeOf(request: FastifyRequest, budgetId: string | null): Promise<Scope> {
    if (budgetId === null) return null;
    await this.reach.check(request, 'budget', budgetId);
    return await found(reached(this.feed.scopeOf(budgetId)), `budget ${budgetId}`);
  }

  private async startOf(scope: Scope, lastEventId: string): Promise<Start> {
    if (lastEventId === '') return await reached(this.feed.now());
    const start = await reached(this.feed.behind(scope, lastEventId));
    if (start) return start;
    throw validationProblem([
      {
        field: 'Last-Event-ID',
        rule: 'event_id',
        message: 'Last-Event-ID must be the id of an event of this stream',
      },
    ]);
  }
}
