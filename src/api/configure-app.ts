import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { Access } from '../access/access.js';
import { Lifecycle } from '../runtime/lifecycle.js';
import { Ledger } from '../ledger/ledger.js';
import type { Logger } from '../runtime/logger.js';
import { LOGGER } from '../runtime/tokens.js';
import { lookAgain } from './auth/look-again.js';
import { ConsoleFiles } from './console/console-files.js';
import { serveConsole } from './console/serve-console.js';
import { openApiDocument } from './docs/openapi.js';
import { Admission } from './http/admission.js';
import { Guesses } from './http/guesses.js';
import { addRequestHooks } from './http/hooks.js';
import { useFormBodies } from './http/form-body.js';
import { useJsonBodies } from './http/json-body.js';
import { ProblemFilter } from './http/problem-filter.js';
import { RouteTable } from './http/route-table.js';
import { ValidationPipe } from './validation/validation.pipe.js';

/**
 * Makes an application that was created, and not yet initialised, behave as the API does: bodies, keys, validation,
 * problems and docs. It has to have been created with `HTTP_OPTIONS` and without Nest's own body parser.
 */
export function configureApp(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const logger = app.get<Logger>(LOGGER);
  const admission = app.get(Admission);
  const routes = new RouteTable(fastify);
  const access = app.get(Access);
  addRequestHooks(fastify, {
    access,
    lifecycle: app.get(Lifecycle),
    logger,
    admission,
    guesses: app.get(Guesses),
  });
  const ledger = app.get(Ledger);
  useJsonBodies(fastify, {
    bodies: admission.bodies,
    // All of a tree are one group, however many keys it has; those that are bound to none are one each.
    groupOf: ({ principal, holder }) =>
      principal?.budgetId ? (ledger.knownTree(principal.budgetId) ?? principal.budgetId) : holder,
    lookAgain: (request) => lookAgain(access, request),
  });
  serveConsole(fastify, app.get(ConsoleFiles));
  useFormBodies(fastify, admission.bodies);
  app.useGlobalPipes(new ValidationPipe());
  app.useGlobalFilters(new ProblemFilter(routes, logger));
  // Made when somebody first looks: a start need not wait for it.
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Purser API',
    // A key that is typed in is forgotten with the page: the browser's storage is no place for one.
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true },
  });
}
