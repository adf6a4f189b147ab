import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Events } from '../../events/events.js';
import { WebhookQueries } from '../../events/webhooks/webhook-queries.js';
import type { Webhooks } from '../../events/webhooks/webhooks.js';
import { idPattern } from '../../ids/ids.js';
import { Reach } from '../auth/reach.js';
import { requestOf } from '../http/answered.js';
import { NEWEST_FIRST, Operation } from '../http/operation.js';
import { found } from '../http/found.js';
import { ID_EXAMPLES } from '../validation/fields.js';
import { limitOf } from '../validation/page-query.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { webhookAnswerOf, webhookFound } from './webhook-answers.js';
import { DeliveryDto, DeliveryPageDto, ListDeliveriesQuery } from './webhook.dto.js';

/** What was sent to a webhook, and what is to be. */
@ApiTags('Webhooks')
@Controller('v1/webhooks/:id')
export class DeliveriesController {
  private readonly webhooks: Webhooks;

  constructor(
    events: Events,
    private readonly queries: WebhookQueries,
    private readonly reach: Reach,
  ) {
    this.webhooks = events.webhooks;
  }

  @Post('test')
  @Operation({
    id: 'testWebhook',
    action: 'manage',
    summary: 'Send a ping',
    description:
      'Makes one attempt to deliver an event of the type webhook.ping. Its result is in the deliveries.',
    path: 'webhook',
    write: true,
    success: { status: 201, description: 'The delivery, which is pending.', type: DeliveryDto },
  })
  async test(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('webhook')) id: string,
  ): Promise<object> {
    const asked = { type: 'webhook_test', id };
    return webhookAnswerOf(
      reply,
      await this.webhooks.test(requestOf(request, asked), id),
      `webhook ${id}`,
      201,
    );
  }

  @Get('deliveries')
  @Operation({
    id: 'listDeliveries',
    action: 'read',
    summary: 'List deliveries',
    description: 'Those that are made or parked are kept for 30 days.',
    path: 'webhook',
    order: NEWEST_FIRST,
    success: { status: 200, description: 'A page of deliveries.', type: DeliveryPageDto },
  })
  async list(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('webhook')) id: string,
    @Query() query: ListDeliveriesQuery,
  ): Promise<DeliveryPageDto> {
    const { state, cursor } = query;
    await webhookFound(this.queries, this.reach, request, id);
    return await found(
      this.queries.deliveries(id, { state, cursor, limit: limitOf(query) }),
      `webhook ${id}`,
    );
  }

  @Post('deliveries/:deliveryId/redeliver')
  @ApiParam({
    name: 'deliveryId',
    schema: { type: 'string', pattern: idPattern('delivery').source, example: ID_EXAMPLES.delivery },
  })
  @Operation({
    id: 'redeliver',
    action: 'manage',
    summary: 'Redeliver an event',
    description:
      'Sends the same event under the same id, outside of the order of its budget. A pending delivery is not changed.',
    path: 'webhook',
    write: true,
    success: { status: 200, description: 'The delivery, which is pending.', type: DeliveryDto },
  })
  async redeliver(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('webhook')) id: string,
    @Param('deliveryId', new IdPipe('delivery', 'deliveryId')) deliveryId: string,
  ): Promise<object> {
    const asked = { type: 'webhook_redeliver', id, deliveryId };
    const outcome = await this.webhooks.redeliver(requestOf(request, asked), id, deliveryId);
    return webhookAnswerOf(reply, outcome, `delivery ${deliveryId} of webhook ${id}`);
  }

  @Post('deliveries/:deliveryId/park')
  @ApiParam({
    name: 'deliveryId',
    schema: { type: 'string', pattern: idPattern('delivery').source, example: ID_EXAMPLES.delivery },
  })
  @Operation({
    id: 'parkDelivery',
    action: 'manage',
    summary: 'Park a delivery',
    description:
      'Gives up a pending delivery, so that the next event of its budget is sent. It can be redelivered later. A delivered or parked delivery is not changed.',
    path: 'webhook',
    write: true,
    success: { status: 200, description: 'The delivery, parked.', type: DeliveryDto },
  })
  async park(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('webhook')) id: string,
    @Param('deliveryId', new IdPipe('delivery', 'deliveryId')) deliveryId: string,
  ): Promise<object> {
    const asked = { type: 'webhook_park', id, deliveryId };
    const outcome = await this.webhooks.park(requestOf(request, asked), id, deliveryId);
    return webhookAnswerOf(reply, outcome, `delivery ${deliveryId} of webhook ${id}`);
  }
}
