import { Body, Controller, Delete, Get, Param, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Events } from '../../events/events.js';
import { MeterQueries } from '../../events/meters/meter-queries.js';
import type { MeterSinks } from '../../events/meters/meter-sinks.js';
import { Reach } from '../auth/reach.js';
import { requestOf } from '../http/answered.js';
import { found } from '../http/found.js';
import { Operation } from '../http/operation.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { meterAnswerOf, metersAsked } from './meter-answers.js';
import { MetersDto, MetersWithStatusDto, SetMetersBody } from './meter.dto.js';
import { checkRoot } from './roots.js';

/** Usage of a tree that goes to Stripe. */
@ApiTags('Meters')
@Controller('v1/budgets/:id/meters')
export class MetersController {
  private readonly sinks: MeterSinks;

  constructor(
    events: Events,
    private readonly queries: MeterQueries,
    private readonly reach: Reach,
  ) {
    this.sinks = events.meters;
  }

  @Put()
  @Operation({
    id: 'setMeters',
    action: 'manage',
    summary: 'Set the meters of a tree',
    description:
      'From now on what the tree spends and uses is sent to Stripe as meter events, each once. Meters that were set before are replaced, and go on where they were.',
    path: 'budget',
    write: true,
    success: { status: 200, description: 'The meters, without the key.', type: MetersDto },
    problems: ['not_a_root'],
  })
  async set(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) budgetId: string,
    @Body() body: SetMetersBody,
  ): Promise<object> {
    const asked = metersAsked(body);
    const origin = requestOf(request, { type: 'meters_set', budgetId, ...asked });
    return meterAnswerOf(reply, await this.sinks.set(origin, budgetId, asked));
  }

  @Get()
  @Operation({
    id: 'getMeters',
    action: 'read',
    summary: 'Read the meters of a tree',
    description: 'With how far they have come, and what is in their way.',
    path: 'budget',
    success: { status: 200, description: 'The meters, without the key.', type: MetersWithStatusDto },
    problems: ['not_a_root'],
  })
  async get(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('budget')) budgetId: string,
  ): Promise<MetersWithStatusDto> {
    await checkRoot(request, this.reach, this.queries, budgetId);
    return await found(this.queries.get(budgetId), `meters of budget ${budgetId}`);
  }

  @Delete()
  @Operation({
    id: 'deleteMeters',
    action: 'manage',
    summary: 'Delete the meters of a tree',
    description:
      'With their events: what is pending or parked is not sent any more, and the key is forgotten.',
    path: 'budget',
    write: true,
    success: { status: 200, description: 'The meters that were deleted.', type: MetersDto },
    problems: ['not_a_root'],
  })
  async delete(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) budgetId: string,
  ): Promise<object> {
    const origin = requestOf(request, { type: 'meters_delete', budgetId });
    return meterAnswerOf(reply, await this.sinks.remove(origin, budgetId));
  }
}
