import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONSOLE_HEADERS } from '../http/security-headers.js';
import type { ConsoleFiles, ConsolePage } from './console-files.js';

/** What the addresses of the page begin with, besides the address of the service itself. */
const PLACES = [
  'tree',
  'budgets',
  'approvals',
  'why',
  'spend',
  'reservations',
  'journal',
  'sign-in',
  'settings',
];

const WEEKS_52_MS = 52 * 7 * 86_400_000;

/** Serves the console where it is built: its files, and its page at every address that it has. */
export function serveConsole(fastify: FastifyInstance, { page, assets }: ConsoleFiles): void {
  if (!page) return;
  void fastify.register(fastifyStatic, {
    root: assets,
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    dotfiles: 'ignore',
    // Compressed once, when it is built.
    preCompressed: true,
    // Another content has another name.
    immutable: true,
    maxAge: WEEKS_52_MS,
  });
  const config = { open: true };
  for (const place of PLACES)
    for (const url of [`/${place}`, `/${place}/*`])
      fastify.get(url, { config }, (request, reply) =>
        wantsPage(request) ? sendPage(request, reply, page) : reply.callNotFound(),
      );
}

/** Browsers name HTML; most programs name nothing, or JSON. */
export const wantsPage = ({ headers }: FastifyRequest): boolean =>
  headers.accept?.includes('text/html') === true;

/** Sends the page, unless the browser has it as it is. */
export function sendPage(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { html, etag }: ConsolePage,
): FastifyReply {
  reply.headers(CONSOLE_HEADERS).headers({ ETag: etag, Vary: 'Accept' });
  if (headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.header('Content-Type', 'text/html; charset=utf-8').send(html);
}
