import { Body, Controller, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ReserveBody } from '../../src/api/reservations/reservation-requests.dto.js';
import { newId } from '../../src/ids/ids.js';

export const REFERENCE_PATH = '/bench/reference';

/** Takes a reservation as the service does, authenticated and validated, and answers without deciding anything. */
@Controller()
export class ReferenceController {
  @Post(REFERENCE_PATH)
  @RouteConfig({ action: 'reserve' })
  answer(@Body() body: ReserveBody): object {
    return {
      id: newId('reservation'),
      state: 'held',
      committed: '0',
      held: body.amount,
      refunded: '0',
      createdAt: new Date().toISOString(),
      settledAt: null,
      ...body,
    };
  }
}
