import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { registry } from '../../runtime/metrics.js';
import { VERSION } from '../../runtime/package.js';
import { Readiness, type ReadinessState } from './readiness.js';

/** Says whether the process lives, whether it can serve, and how it does. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('livez')
  live(): { status: 'ok'; version: string } {
    return { status: 'ok', version: VERSION };
  }

  @Get('readyz')
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: ReadinessState; version: string }> {
    const status = await this.readiness.state();
    if (status !== 'ready') reply.code(503).header('Retry-After', '1');
    return { status, version: VERSION };
  }

  @Get('metrics')
  @Header('Content-Type', registry.contentType)
  async metrics(): Promise<string> {
    return await registry.metrics();
  }
}
