import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v2client from '@modelcontextprotocol/client';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as V1HttpClient } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { InMemoryTransport as V1InMemory } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer as V1Server } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport as V1HttpServer } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import * as v2server from '@modelcontextprotocol/server';
import type { ToolDenial, ToolReceipt } from '@purser/mcp';
import type { Registrar } from './tools.js';

/** What came of a call. */
export interface Result {
  isError?: boolean;
  content: { text: string }[];
  structuredContent?: Record<string, unknown>;
  _meta?: Record<string, unknown> & {
    'dev.purser/denial'?: ToolDenial;
    'dev.purser/receipt'?: ToolReceipt;
  };
}

interface CallOptions {
  meta?: Record<string, unknown>;
  signal?: AbortSignal;
  timeout?: number;
}

/** A client of either SDK, connected to a server. */
export interface Pair {
  call: (name: string, args?: Record<string, unknown>, options?: CallOptions) => Promise<Result>;
  close: () => Promise<void>;
}

type MakeServer = (server: Registrar) => void;

export interface PairOptions {
  /** Headers of every HTTP request. */
  headers?: Record<string, string>;
  /** Done to the client before it connects. */
  client?: (client: V1Client | v2client.Client) => void;
  capabilities?: object;
}

type Connect = (make: MakeServer, options?: PairOptions) => Promise<Pair>;

const info = { name: 'test', version: '1' };

const v1Server = (make: MakeServer): V1Server => {
  const server = new V1Server(info);
  make(server);
  return server;
};

const v2Server = (make: MakeServer): v2server.McpServer => {
  const server = new v2server.McpServer(info);
  make(server);
  return server;
};

const v1Client = ({ client, capabilities }: PairOptions): V1Client => {
  const made = new V1Client(info, { capabilities: { ...capabilities } });
  client?.(made);
  return made;
};

const v2Client = ({ client, capabilities }: PairOptions, mode: 'auto' | 'legacy'): v2client.Client => {
  const made = new v2client.Client(info, { capabilities: { ...capabilities }, versionNegotiation: { mode } });
  client?.(made);
  return made;
};

export function v1Pair(client: V1Client, close: () => Promise<void> = () => client.close()): Pair {
  return {
    call: async (name, args, { meta, ...options } = {}) =>
      (await client.callTool(
        { name, arguments: args, ...(meta && { _meta: meta }) },
        undefined,
        options,
      )) as unknown as Result,
    close,
  };
}

export function v2Pair(client: v2client.Client, close: () => Promise<void> = () => client.close()): Pair {
  return {
    call: async (name, args, { meta, ...options } = {}) =>
      (await client.callTool(
        { name, arguments: args, ...(meta && { _meta: meta }) },
        options,
      )) as unknown as Result,
    close,
  };
}

/** An HTTP server on loopback. */
export async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: URL; close: () => Promise<void> }> {
  const server = createServer(handle);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/mcp`),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const inMemory: Record<'v1' | 'v2', Connect> = {
  v1: async (make, options = {}) => {
    const [mine, theirs] = V1InMemory.createLinkedPair();
    const client = v1Client(options);
    await v1Server(make).connect(theirs);
    await client.connect(mine);
    return v1Pair(client);
  },
  v2: async (make, options = {}) => {
    const [mine, theirs] = v2server.InMemoryTransport.createLinkedPair();
    const client = v2Client(options, 'legacy');
    await v2Server(make).connect(theirs);
    await client.connect(mine);
    return v2Pair(client);
  },
};

/** Over HTTP each request gets a server of its own, as both SDKs recommend it. */
export const overHttp: Record<'v1' | 'v2, as of 2025' | 'v2, as of 2026', Connect> = {
  v1: async (make, options = {}) => {
    const { url, close } = await listen((request, response) => {
      const transport = new V1HttpServer({ sessionIdGenerator: undefined });
      void v1Server(make)
        .connect(transport as Parameters<V1Server['connect']>[0])
        .then(() => transport.handleRequest(request, response));
    });
    const client = v1Client(options);
    const requestInit = { headers: options.headers ?? {} };
    await client.connect(new V1HttpClient(url, { requestInit }));
    return v1Pair(client, async () => {
      await client.close();
      await close();
    });
  },
  'v2, as of 2025': (make, options) => v2OverHttp(make, options ?? {}, 'legacy'),
  'v2, as of 2026': (make, options) => v2OverHttp(make, options ?? {}, 'auto'),
};

async function v2OverHttp(make: MakeServer, options: PairOptions, mode: 'auto' | 'legacy'): Promise<Pair> {
  const handler = toNodeHandler(v2server.createMcpHandler(() => v2Server(make)));
  const { url, close } = await listen((request, response) => void handler(request, response));
  const client = v2Client(options, mode);
  const requestInit = { headers: options.headers ?? {} };
  await client.connect(new v2client.StreamableHTTPClientTransport(url, { requestInit }));
  return v2Pair(client, async () => {
    await client.close();
    await close();
  });
}
