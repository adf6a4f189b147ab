import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { registry } from '../../runtime/metrics.js';
import { Readiness, type ReadinessState } from './readiness.js';

/** Says whether the process lives, whether it can serve, and how it does. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('livez')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: ReadinessState }> {
    const status = await this.readiness.state();
    if (status !== 'ready') reply.code(503).header('Retry-After', '1');
    return { status };
  }

  @Get('metrics')
  @Header('Content-Type', registry.contentType)
  async metrics(): Promise<string> {
    return await registry.metrics();
  }
}
