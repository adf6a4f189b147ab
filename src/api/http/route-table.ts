import type { FastifyInstance } from 'fastify';

/** A parameter stands for a part of the path: for any, or for what its own expression takes. */
const patternOf = (url: string): string =>
  url
    .replace(/[.*]/g, '\\$&')
    .replace(/:\w+(\([^)]*\))?/g, (_, own?: string) => own?.replace(/[$^]/g, '') ?? '[^/]+');

/** What routes exist, so that a wrong method can be distinguished from a wrong path. */
export class RouteTable {
  private readonly routes: { pattern: RegExp; method: string }[] = [];

  /** Has to see the application before its routes are made. */
  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ method, url }) => {
      const pattern = new RegExp(`^${patternOf(url)}$`);
      for (const one of [method].flat()) this.routes.push({ pattern, method: one });
    });
  }

  /** The methods that a path answers to; empty for a path that is no route. */
  methodsOf(url: string): string[] {
    const [path = ''] = url.split('?', 1);
    const methods = this.routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return [...new Set(methods)].sort();
  }
}
