import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { VARIABLES } from '../../src/runtime/config.js';

const read = (file: string): string => readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8');

test('docker-compose.yml passes on every variable but those that the container fixes', () => {
  const fixed = ['DATABASE_URL', 'HOST', 'PORT', 'PURSER_DATA_DIR', 'PURSER_METRICS_PORT'];
  const passed = [...read('docker-compose.yml').matchAll(/^ {6}([A-Z_]+):$/gm)].map(([, name]) => name);
  const known = Object.values(VARIABLES).map(({ name }) => name);
  expect([...passed, ...fixed].sort()).toEqual([...known].sort());
});

test('the images run on the Node of .nvmrc', () => {
  const version = read('.nvmrc').trim();
  expect([...read('Dockerfile').matchAll(/^FROM node:(\S+)/gm)].map(([, tag]) => tag)).toEqual([
    `${version}-slim`,
    `${version}-slim`,
  ]);
});

test('the image has the guides that the service shows', () => {
  expect(
    read('Dockerfile')
      .split(/^FROM /m)
      .at(-1),
  ).toMatch(/^COPY docs docs$/m);
  expect(read('.dockerignore')).toMatch(/^!docs$/m);
});

test('the image is built with the console, and without what the tests of other packages use', () => {
  expect(read('Dockerfile')).toMatch(/^RUN npm ci --workspace @purser\/console --include-workspace-root$/m);
  for (const shown of ['packages/*/package.json', 'packages/console', 'packages/sdk'])
    expect(read('.dockerignore').split('\n')).toContain(`!${shown}`);
});

/** Runs the health check of the Dockerfile against a server that answers with this status. */
async function healthOf(status: number): Promise<{ code: number; asked: string[] }> {
  const [, command] = /^HEALTHCHECK [\s\S]*?CMD (\[.*\])$/m.exec(read('Dockerfile'))!;
  const [program, ...args] = JSON.parse(command!) as [string, ...string[]];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    response.writeHead(status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const env = { PATH: process.env.PATH, PORT: String((server.address() as AddressInfo).port) };
  const code = await new Promise<number>((resolve) =>
    execFile(program, args, { env }, (error) => resolve(error ? Number(error.code) : 0)),
  );
  await new Promise((resolve) => server.close(resolve));
  return { code, asked };
}

test('the health check of the image asks /readyz, and takes only 200 for healthy', async () => {
  expect(await healthOf(200)).toEqual({ code: 0, asked: ['/readyz'] });
  expect(await healthOf(503)).toEqual({ code: 1, asked: ['/readyz'] });
});
