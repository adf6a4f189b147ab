import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { guideIndex, guideOf, Guides, type Guide } from './guides.js';

const NOT_THERE = guideOf(
  'Not found',
  '<h1>There is no such page</h1>\n<p>The <a href="/docs/guides">list of guides</a> has all that there are.</p>\n',
);

/** The guides of the repository's docs, as pages. */
@ApiExcludeController()
@Controller('docs')
export class GuidesController {
  private readonly guides = new Guides();
  private readonly decisions = new Guides('decisions');

  @Get('guides')
  index(@Req() request: FastifyRequest, @Res() reply: FastifyReply): unknown {
    return show(request, reply, guideIndex(this.guides));
  }

  @Get('decisions')
  listOfDecisions(@Req() request: FastifyRequest, @Res() reply: FastifyReply): unknown {
    return show(request, reply, this.decisions.list);
  }

  @Get('decisions/:name')
  decision(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('name') name: string): unknown {
    return show(request, reply, this.decisions.find(name));
  }

  // Names without a dot: the others are files of the page that shows the API.
  @Get(':name(^[a-zA-Z0-9_-]+$)')
  guide(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('name') name: string): unknown {
    return show(request, reply, this.guides.find(name));
  }
}

/** Sends a page, unless the browser has it as it is. What is not there is a page for a browser, and a problem for a program. */
function show(request: FastifyRequest, reply: FastifyReply, guide: Guide | null): unknown {
  if (!guide && !request.headers.accept?.includes('text/html'))
    throw new Problem('route_not_found', 'There is no guide with this name.');
  const { html, etag } = guide ?? NOT_THERE;
  reply.header('Content-Type', 'text/html; charset=utf-8').header('Vary', 'Accept');
  if (!guide) return reply.code(404).send(html);
  reply.header('ETag', etag);
  return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.send(html);
}
