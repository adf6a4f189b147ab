import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { configureApp } from '../api/configure-app.js';
import { HTTP_OPTIONS } from '../api/http/options.js';
import { AppModule, type Parts } from '../app.module.js';
import { NestLog } from '../runtime/logger.js';

/**
 * Builds the HTTP application, ready to listen. `close()` stops accepting, waits for the requests under way, and then
 * calls `onApplicationShutdown` of what has to stop after them (the ledger): `onModuleDestroy` would come before.
 */
export async function createApplication(parts: Parts): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    ...HTTP_OPTIONS,
    // There is no middleware, and asking each request for some takes longer than reading its headers.
    skipMiddie: true,
    // One line for each request would cost more than the request; failures are logged where they are answered.
    logger: false,
    // A stopping service closes connections as soon as they are idle, and says so on those that are not.
    forceCloseConnections: 'idle',
    // Those that come while it stops are answered by the API itself, in its own words.
    return503OnClosing: false,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts), adapter, {
    logger: new NestLog(parts.logger),
    abortOnError: false,
    bodyParser: false,
  });
  configureApp(app);
  return app;
}
