import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConsoleFiles } from '../console/console-files.js';
import { sendPage, wantsPage } from '../console/serve-console.js';
import { homeLinks, homePage } from './home.js';

/**
 * The address of the service itself: the console for a browser, or a page of links where that is not built; links for a program. It
 * belongs to no version of the API, and is not in its document.
 */
@ApiExcludeController()
@Controller()
export class HomeController {
  constructor(private readonly console: ConsoleFiles) {}

  @Get()
  home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): FastifyReply {
    reply.header('Vary', 'Accept');
    if (!wantsPage(request)) return reply.send(homeLinks());
    if (this.console.page) return sendPage(request, reply, this.console.page);
    return reply.header('Content-Type', 'text/html; charset=utf-8').send(homePage());
  }
}
