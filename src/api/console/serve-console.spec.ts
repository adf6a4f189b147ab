import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { ConsoleFiles } from './console-files.js';
import { serveConsole } from './serve-console.js';

const HTML = '<!doctype html><title>Console</title>';
const SCRIPT = 'export {};';

let folder: string;
let app: FastifyInstance;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'console-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), HTML);
  writeFileSync(path.join(folder, '.sources'), 'a hash');
  writeFileSync(path.join(folder, 'assets/index-a1b2.js'), SCRIPT);
  writeFileSync(path.join(folder, 'assets/index-a1b2.js.gz'), gzipSync(SCRIPT));
  app = fastify();
  // As the API does before it knows what is answered.
  app.addHook('onRequest', async (_, reply) => void reply.header('Cache-Control', 'no-store'));
  serveConsole(app, ConsoleFiles.read(folder));
  await app.ready();
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = { accept: 'text/html' }) =>
  app.inject({ method: 'GET', url, headers });

describe('the console', () => {
  it.each([
    '/tree?root=budget_1',
    '/budgets/budget_1/keys',
    '/approvals',
    '/approvals/rsv_1?tab=all',
    '/why/x',
    '/spend',
    '/reservations/rsv_1',
    '/journal',
    '/sign-in?returnTo=%2F',
    '/settings',
  ])('answers with its page at %s, looked for anew each time', async (url) => {
    const { statusCode, headers, body } = await get(url);
    expect([statusCode, body]).toEqual([200, HTML]);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'Accept',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    });
    const again = await get(url, { accept: 'text/html', 'if-none-match': headers.etag as string });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('has no page for programs, for other methods, and elsewhere', async () => {
    for (const accept of ['application/json', '*/*', ''])
      expect((await get('/spend', { accept })).statusCode).toBe(404);
    expect((await app.inject({ method: 'POST', url: '/spend' })).statusCode).toBe(404);
    for (const url of ['/nothing', '/v1/budgets', '/spending', '/index.html'])
      expect([url, (await get(url)).statusCode]).toEqual([url, 404]);
  });

  it('has files that a browser keeps, compressed where it takes them so', async () => {
    const plain = await get('/assets/index-a1b2.js');
    expect([plain.statusCode, plain.body]).toEqual([200, SCRIPT]);
    expect(plain.headers['content-type']).toContain('javascript');
    expect(plain.headers['cache-control']).toBe('public, max-age=31449600, immutable');
    const small = await get('/assets/index-a1b2.js', { 'accept-encoding': 'gzip' });
    expect([small.headers['content-encoding'], small.headers['content-type']]).toEqual([
      'gzip',
      plain.headers['content-type'],
    ]);
  });

  it('shows nothing but these files', async () => {
    for (const url of [
      '/assets',
      '/assets/',
      '/assets/none.js',
      '/assets/../index.html',
      '/assets/..%2findex.html',
      '/assets/%2e%2e/.sources',
      '/assets/..%5c..%5cpackage.json',
      '/assets//etc/passwd',
      '/.sources',
    ]) {
      const { statusCode, headers } = await get(url);
      expect([url, statusCode >= 400 && statusCode < 500]).toEqual([url, true]);
      expect([url, headers['cache-control']]).toEqual([url, 'no-store']);
    }
  });

  it('is not there where it was not built', () => {
    const files = ConsoleFiles.read(path.join(folder, 'nothing'));
    const routes = app.printRoutes().length;
    serveConsole(app, files);
    expect([files.page, app.printRoutes().length]).toEqual([null, routes]);
  });
});
