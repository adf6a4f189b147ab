import { Body, Controller, Delete, Get, Param, Put, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tariff } from '../../core/prices/price.js';
import { newId } from '../../ids/ids.js';
import { Ledger } from '../../ledger/ledger.js';
import { CATALOGUE_CURRENCY, unknownPrice } from '../../core/prices/catalogue.js';
import { Catalogue } from '../../prices/catalogue.js';
import { PriceQueries } from '../../queries/price-queries.js';
import { Reach } from '../auth/reach.js';
import { answer, type Recorded, type Success } from '../http/answer.js';
import { found, listed } from '../http/found.js';
import { Operation } from '../http/operation.js';
import { originOf } from '../http/origin.js';
import { requiredRevision } from '../http/revision.js';
import { Problem } from '../problems/problem.js';
import { parseInstant } from '../validation/instant.js';
import { limitOf } from '../validation/page-query.js';
import { IdPipe } from '../validation/validation.pipe.js';
import {
  FindPriceQuery,
  ListPricesQuery,
  PriceDto,
  PriceInForceDto,
  PricePageDto,
  SetPriceBody,
} from './price.dto.js';

/** The price; of one that was withdrawn, since when. */
function priceOf({ entry }: Recorded): PriceDto {
  const { at, kind, price } = entry;
  if (!price) throw new Error(`an entry of kind ${kind} without its price`);
  return { createdAt: at, endedAt: kind === 'price_end' ? at : null, ...price };
}
const SET: Success = { status: 201, body: priceOf };
const ENDED: Success = { status: 200, body: priceOf };

/** What items cost. All changes are made under the revision of the budget, and move it on. */
@ApiTags('Prices')
@Controller('v1')
export class PricesController {
  constructor(
    private readonly ledger: Ledger,
    private readonly queries: PriceQueries,
    private readonly catalogue: Catalogue,
    private readonly reach: Reach,
  ) {}

  @Put('budgets/:id/prices')
  @Operation({
    id: 'setPrice',
    action: 'manage',
    summary: 'Set a price',
    description:
      'What an item costs, for the budget and everything under it; the nearest price wins. A price never changes: this one takes the place of the one before. What was reserved earlier is paid by the price that it was reserved under.',
    path: 'budget',
    write: true,
    ifMatch: 'required',
    success: { status: 201, description: 'The price.', type: PriceDto, etag: true },
    problems: ['invalid_price', 'budget_state', 'too_many_prices'],
  })
  async set(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) budgetId: string,
    @Body() body: SetPriceBody,
  ): Promise<object> {
    const { vendor, item } = body;
    const from = body.from === undefined || body.from === null ? null : parseInstant(body.from)!.getTime();
    const asked = {
      type: 'price_set' as const,
      budgetId,
      ifRevision: requiredRevision(request),
      price: { vendor, item, from, tariff: tariffAsked(body) },
    };
    const origin = originOf(request, asked);
    const price = { ...asked.price, id: newId('price') };
    return answer(request, reply, await this.ledger.submit({ ...asked, price, origin }), SET);
  }

  @Get('budgets/:id/prices')
  @Operation({
    id: 'listPrices',
    action: 'read',
    summary: 'List the prices of a budget',
    description: 'Those that were set on it, not those that it takes from above or from the catalogue.',
    path: 'budget',
    success: { status: 200, description: 'A page of prices, the newest first.', type: PricePageDto },
  })
  async list(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('budget')) budgetId: string,
    @Query() query: ListPricesQuery,
  ): Promise<PricePageDto> {
    await this.reach.check(request, 'budget', budgetId);
    const { vendor, item, ended, cursor } = query;
    const filter = { vendor, item, ended: ended === 'true', limit: limitOf(query), cursor };
    return await found(listed(this.queries.list(budgetId, filter)), `budget ${budgetId}`);
  }

  @Get('prices')
  @Operation({
    id: 'findPrice',
    action: 'read',
    summary: 'Find the price of an item',
    description:
      'The one in force for a budget now: the nearest that was set on the way to its root or else, in a tree in USD, that of the catalogue of hosted models.',
    success: { status: 200, description: 'The price, and where it comes from.', type: PriceInForceDto },
    problems: ['not_found', 'price_unknown'],
  })
  async find(@Req() request: FastifyRequest, @Query() query: FindPriceQuery): Promise<PriceInForceDto> {
    const { budgetId, vendor, item } = query;
    await this.reach.check(request, 'budget', budgetId);
    const now = new Date();
    const { price, currency } = await found(
      this.queries.inForce(budgetId, query, now.getTime()),
      `budget ${budgetId}`,
    );
    if (price) return { vendor, item, currency, tariff: price.tariff, price, catalogue: null };
    const known = currency === CATALOGUE_CURRENCY ? this.catalogue.find(vendor, item, now) : null;
    if (!known) throw new Problem('price_unknown', unknownPrice(query, currency));
    const { tariff, ...catalogue } = known;
    return { vendor, item, currency, tariff, price: null, catalogue };
  }

  @Get('prices/:id')
  @Operation({
    id: 'getPrice',
    action: 'read',
    summary: 'Read a price',
    path: 'price',
    success: { status: 200, description: 'The price, be it withdrawn.', type: PriceDto },
  })
  async get(@Req() request: FastifyRequest, @Param('id', new IdPipe('price')) id: string): Promise<PriceDto> {
    await this.reach.check(request, 'price', id);
    return await found(this.queries.get(id), `price ${id}`);
  }

  @Delete('prices/:id')
  @Operation({
    id: 'withdrawPrice',
    action: 'manage',
    summary: 'Withdraw a price',
    description: 'It holds for nothing new. What was reserved under it is paid by it all the same.',
    path: 'price',
    write: true,
    ifMatch: 'required',
    success: { status: 200, description: 'The price that was withdrawn.', type: PriceDto, etag: true },
    problems: ['budget_state'],
  })
  async withdraw(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('price')) priceId: string,
  ): Promise<object> {
    const asked = { type: 'price_end' as const, priceId, ifRevision: requiredRevision(request) };
    const origin = originOf(request, asked);
    return answer(request, reply, await this.ledger.submit({ ...asked, origin }), ENDED);
  }
}

/** A tariff as it is kept: nothing that was left out, and its keys in order. */
const tariffAsked = ({ baseFee, charges, disputableSeconds, minimum, maximum }: SetPriceBody): Tariff => ({
  ...(baseFee !== undefined && { baseFee }),
  charges: charges.map(({ unit, amount, per = 1, tiers, over, by, within }) => ({
    amount,
    ...(by !== undefined && { by }),
    ...(over !== undefined && { over }),
    per,
    ...(tiers && { tiers: tiers.map(({ above, amount }) => ({ above, amount })) }),
    unit,
    ...(within && { within: [...within].sort() }),
  })),
  ...(disputableSeconds !== undefined && { disputableSeconds }),
  ...(maximum !== undefined && { maximum }),
  ...(minimum !== undefined && { minimum }),
});
