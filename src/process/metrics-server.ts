import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { budgetRegistry } from '../runtime/budget-metrics.js';
import type { Logger } from '../runtime/logger.js';
import { messageOf } from '../runtime/message-of.js';
import { registry } from '../runtime/metrics.js';
import type { FigureGauges } from '../watch/figures.js';

/** More scrapers than this are none. */
const MOST_CONNECTIONS = 50;

/** A port of its own with all metrics, those of budgets included: callers of the API need not reach it. */
export class MetricsServer {
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** Throws what the system says where the port cannot be had. */
  static async listen(
    host: string,
    port: number,
    figures: FigureGauges,
    logger: Logger,
  ): Promise<MetricsServer> {
    const text = async (): Promise<string> =>
      [await registry.metrics(), await budgetRegistry.metrics(), await figures.text()].join('\n');
    const server = createServer((request, response) => {
      if (request.url?.split('?')[0] !== '/metrics') return response.writeHead(404).end();
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      text().then(
        (body) =>
          response
            .writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' })
            .end(body),
        (error: unknown) => {
          logger.error({ error: messageOf(error) }, 'the metrics could not be read');
          response.writeHead(500).end();
        },
      );
    });
    server.maxConnections = MOST_CONNECTIONS;
    await once(server.listen(port, host), 'listening');
    return new MetricsServer(server, (server.address() as AddressInfo).port);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}
