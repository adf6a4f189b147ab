import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { homeLinks, homePage } from './home.js';

/** The address of the service itself: links. It belongs to no version of the API, and is not in its document. */
@ApiExcludeController()
@Controller()
export class HomeController {
  @Get()
  @Header('Vary', 'Accept')
  home(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string | object {
    // Browsers name HTML; most programs name nothing, or JSON.
    if (!request.headers.accept?.includes('text/html')) return homeLinks();
    reply.header('Content-Type', 'text/html; charset=utf-8');
    return homePage();
  }
}
