import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Problem } from '../problems/problem.js';
import { isProblemCode } from '../problems/registry.js';
import { errorIndex, errorPage } from './error-pages.js';

const HTML = 'text/html; charset=utf-8';

/** The pages of problems. */
@ApiExcludeController()
@Controller('docs/errors')
export class DocsController {
  @Get()
  @Header('Content-Type', HTML)
  index(): string {
    return errorIndex();
  }

  @Get(':code')
  @Header('Content-Type', HTML)
  page(@Param('code') code: string): string {
    if (!isProblemCode(code)) throw new Problem('route_not_found', 'There is no problem with this code.');
    return errorPage(code);
  }
}
