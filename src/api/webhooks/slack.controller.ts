import { Controller, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { requestProblem } from '../http/problem-filter.js';
import { Problem } from '../problems/problem.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { SlackClicks } from './slack-clicks.js';

/** A click carries the message that it was made in. */
const CLICK_BODY_LIMIT = 256 * 1024;

/** Where Slack sends what people click. It is for Slack, and for no client: what proves a request is Slack's signature. */
@ApiExcludeController()
@Controller('v1/webhooks/:id/slack')
export class SlackController {
  constructor(private readonly clicks: SlackClicks) {}

  @Post()
  @HttpCode(200)
  @RouteConfig({ open: true, takesForm: true, bodyLimit: CLICK_BODY_LIMIT })
  async click(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('webhook')) id: string,
    @Headers('x-slack-request-timestamp') timestamp = '',
    @Headers('x-slack-signature') signature = '',
  ): Promise<void> {
    if (!Buffer.isBuffer(request.body)) throw requestProblem(415);
    const click = await this.clicks.take(id, request.body, { timestamp, signature });
    if (!click)
      throw new Problem(
        'unauthenticated',
        'The request is not signed by Slack for this webhook, or was taken before.',
      );
    await this.clicks.answer(click, request.id);
  }
}
