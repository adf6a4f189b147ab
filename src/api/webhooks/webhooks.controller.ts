import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../runtime/config.js';
import { Events } from '../../events/events.js';
import { typesOf } from '../../events/webhooks/kinds.js';
import { WebhookQueries } from '../../events/webhooks/webhook-queries.js';
import type { WebhookChanges, Webhooks } from '../../events/webhooks/webhooks.js';
import { CONFIG } from '../../runtime/tokens.js';
import { Reach } from '../auth/reach.js';
import { requestOf } from '../http/answered.js';
import { NEWEST_FIRST, Operation } from '../http/operation.js';
import { listed } from '../http/found.js';
import { limitOf } from '../validation/page-query.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { ButtonPeople } from './button-people.js';
import { partChanged, partOf } from './kind-part.js';
import { checkedUrl, shownTo, webhookAnswerOf, webhookFound } from './webhook-answers.js';
import {
  CreateWebhookBody,
  ListWebhooksQuery,
  UpdateWebhookBody,
  WebhookDto,
  WebhookPageDto,
  WebhookWithSecretDto,
} from './webhook.dto.js';

/** Receivers of events. */
@ApiTags('Webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  private readonly webhooks: Webhooks;

  constructor(
    events: Events,
    private readonly queries: WebhookQueries,
    private readonly reach: Reach,
    private readonly people: ButtonPeople,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.webhooks = events.webhooks;
  }

  @Post()
  @Operation({
    id: 'createWebhook',
    action: 'manage',
    summary: 'Create a webhook',
    description:
      'From now on the events of a budget and of everything under it (or of all trees, for those who are bound to no budget and name none) are sent: at least once, and in order for each budget. Of kind `http`, to the URL as Standard Webhooks: the answer has the secret that signs them. Of the other kinds, as messages that people read.',
    write: true,
    success: { status: 201, description: 'The webhook, with its secret.', type: WebhookWithSecretDto },
    problems: ['not_found', 'too_many_webhooks'],
  })
  async create(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: CreateWebhookBody,
  ): Promise<object> {
    const { kind = 'http', url } = body;
    const part = partOf(body, kind, this.config);
    const asked = {
      budgetId: body.budgetId ?? request.principal.budgetId,
      url: url === undefined ? null : checkedUrl(url, this.config.webhookAllowPrivate),
      types: body.types ?? typesOf(kind),
      description: body.description ?? null,
    };
    await this.people.check(request.principal, body.slack?.buttons ?? null, asked.budgetId);
    // Requests of before there were kinds keep their fingerprint.
    const escalateAfter = body.escalateAfterSeconds ?? null;
    const identified = {
      type: 'webhook_create',
      ...asked,
      ...(part && { part }),
      ...(escalateAfter !== null && { escalateAfter }),
    };
    const outcome = await this.webhooks.create(requestOf(request, identified), {
      ...asked,
      kind,
      part,
      escalateAfter,
    });
    return webhookAnswerOf(reply, outcome, `budget ${asked.budgetId}`, 201);
  }

  @Get()
  @Operation({
    id: 'listWebhooks',
    action: 'read',
    summary: 'List webhooks',
    order: NEWEST_FIRST,
    success: { status: 200, description: 'A page of webhooks.', type: WebhookPageDto },
  })
  async list(@Req() request: FastifyRequest, @Query() query: ListWebhooksQuery): Promise<WebhookPageDto> {
    const where = await this.reach.narrowed(request, query);
    if (!where) return { items: [], nextCursor: null };
    const page = await listed(this.queries.list({ ...where, cursor: query.cursor, limit: limitOf(query) }));
    return { ...page, items: page.items.map((webhook) => shownTo(request.principal, webhook)) };
  }

  @Get(':id')
  @Operation({
    id: 'getWebhook',
    action: 'read',
    summary: 'Read a webhook',
    path: 'webhook',
    success: { status: 200, description: 'The webhook, without its secret.', type: WebhookDto },
  })
  async get(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('webhook')) id: string,
  ): Promise<WebhookDto> {
    return shownTo(request.principal, await webhookFound(this.queries, this.reach, request, id));
  }

  @Patch(':id')
  @Operation({
    id: 'updateWebhook',
    action: 'manage',
    summary: 'Change, pause or resume a webhook',
    path: 'webhook',
    write: true,
    success: { status: 200, description: 'The webhook.', type: WebhookDto },
    problems: ['webhook_kind'],
  })
  async update(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('webhook')) id: string,
    @Body() body: UpdateWebhookBody,
  ): Promise<object> {
    const { types, description, state, escalateAfterSeconds } = body;
    const part = partChanged(body, this.config);
    const buttons = body.slack?.buttons ?? null;
    if (buttons) await this.people.check(request.principal, buttons, await this.budgetOf(id));
    const changes: WebhookChanges = {
      ...(types && { types }),
      ...(description !== undefined && { description }),
      ...(state && { state }),
      ...(part && { part }),
      ...(escalateAfterSeconds !== undefined && { escalateAfter: escalateAfterSeconds ?? 0 }),
    };
    if (body.url !== undefined) changes.url = checkedUrl(body.url, this.config.webhookAllowPrivate);
    const asked = { type: 'webhook_update', id, ...changes };
    const outcome = await this.webhooks.update(requestOf(request, asked), id, changes);
    return webhookAnswerOf(reply, outcome, `webhook ${id}`);
  }

  private async budgetOf(webhookId: string): Promise<string | null> {
    return (await this.queries.get(webhookId))?.budgetId ?? null;
  }

  @Delete(':id')
  @Operation({
    id: 'deleteWebhook',
    action: 'manage',
    summary: 'Delete a webhook',
    description: 'With its deliveries: what is pending is not sent any more.',
    path: 'webhook',
    write: true,
    success: { status: 200, description: 'The webhook that was deleted.', type: WebhookDto },
  })
  async delete(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('webhook')) id: string,
  ): Promise<object> {
    const asked = { type: 'webhook_delete', id };
    return webhookAnswerOf(reply, await this.webhooks.remove(requestOf(request, asked), id), `webhook ${id}`);
  }

  @Post(':id/rotate')
  @Operation({
    id: 'rotateWebhookSecret',
    action: 'manage',
    summary: 'Rotate the secret of a webhook',
    description:
      'Of kind `http`. Deliveries are signed with the new secret and, until previousSecretUntil, with the one before it as well.',
    path: 'webhook',
    write: true,
    success: { status: 200, description: 'The webhook, with its new secret.', type: WebhookWithSecretDto },
    problems: ['webhook_kind'],
  })
  async rotate(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('webhook')) id: string,
  ): Promise<object> {
    const asked = { type: 'webhook_rotate', id };
    return webhookAnswerOf(reply, await this.webhooks.rotate(requestOf(request, asked), id), `webhook ${id}`);
  }
}
