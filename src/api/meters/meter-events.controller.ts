import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Events } from '../../events/events.js';
import { MeterQueries } from '../../events/meters/meter-queries.js';
import type { MeterSinks } from '../../events/meters/meter-sinks.js';
import { idPattern } from '../../ids/ids.js';
import { Reach } from '../auth/reach.js';
import { requestOf } from '../http/answered.js';
import { found } from '../http/found.js';
import { NEWEST_FIRST, Operation } from '../http/operation.js';
import { ID_EXAMPLES } from '../validation/fields.js';
import { limitOf } from '../validation/page-query.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { meterAnswerOf } from './meter-answers.js';
import { ListMeterEventsQuery, MeterEventDto, MeterEventPageDto, RetryMeterEventBody } from './meter.dto.js';
import { checkRoot } from './roots.js';

const EVENT_ID = {
  name: 'eventId',
  schema: { type: 'string', pattern: idPattern('meterEvent').source, example: ID_EXAMPLES.meterEvent },
};

/** What was sent to Stripe, what is to be, and what is not. */
@ApiTags('Meters')
@Controller('v1/budgets/:id/meters/events')
export class MeterEventsController {
  private readonly sinks: MeterSinks;

  constructor(
    events: Events,
    private readonly queries: MeterQueries,
    private readonly reach: Reach,
  ) {
    this.sinks = events.meters;
  }

  @Get()
  @Operation({
    id: 'listMeterEvents',
    action: 'read',
    summary: 'List meter events',
    description: 'Those that were sent or left out are kept for 30 days, parked ones for 90.',
    path: 'budget',
    order: NEWEST_FIRST,
    success: { status: 200, description: 'A page of meter events.', type: MeterEventPageDto },
    problems: ['not_a_root'],
  })
  async list(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('budget')) budgetId: string,
    @Query() query: ListMeterEventsQuery,
  ): Promise<MeterEventPageDto> {
    await checkRoot(request, this.reach, this.queries, budgetId);
    const { state, cursor } = query;
    const page = this.queries.events(budgetId, { state, cursor, limit: limitOf(query) });
    return await found(page, `meters of budget ${budgetId}`);
  }

  @Post(':eventId/retry')
  @ApiParam(EVENT_ID)
  @Operation({
    id: 'retryMeterEvent',
    action: 'manage',
    summary: 'Retry a parked meter event',
    description: 'Sends it again under the same identifier.',
    path: 'budget',
    write: true,
    optionalBody: RetryMeterEventBody,
    success: { status: 200, description: 'The event, which is pending.', type: MeterEventDto },
    problems: ['not_a_root', 'meter_event_state'],
  })
  async retry(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) budgetId: string,
    @Param('eventId', new IdPipe('meterEvent', 'eventId')) eventId: string,
    @Body() body?: RetryMeterEventBody,
  ): Promise<object> {
    const isNotThere = body?.isNotAtStripe ?? false;
    const origin = requestOf(request, { type: 'meter_event_retry', budgetId, eventId, isNotThere });
    return meterAnswerOf(reply, await this.sinks.retry(origin, budgetId, eventId, isNotThere), eventId);
  }

  @Post(':eventId/skip')
  @ApiParam(EVENT_ID)
  @Operation({
    id: 'skipMeterEvent',
    action: 'manage',
    summary: 'Skip a parked meter event',
    description: 'Leaves it out for good: it was billed otherwise, or is not to be billed.',
    path: 'budget',
    write: true,
    success: { status: 200, description: 'The event, which is left out.', type: MeterEventDto },
    problems: ['not_a_root', 'meter_event_state'],
  })
  async skip(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) budgetId: string,
    @Param('eventId', new IdPipe('meterEvent', 'eventId')) eventId: string,
  ): Promise<object> {
    const origin = requestOf(request, { type: 'meter_event_skip', budgetId, eventId });
    return meterAnswerOf(reply, await this.sinks.skip(origin, budgetId, eventId), eventId);
  }
}
