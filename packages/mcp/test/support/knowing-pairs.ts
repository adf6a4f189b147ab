import { Client as V2Client, type Transport as V2Transport } from '@modelcontextprotocol/client';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport as V1InMemory } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer as V1Server } from '@modelcontextprotocol/sdk/server/mcp.js';
import { InMemoryTransport as V2InMemory, McpServer as V2Server } from '@modelcontextprotocol/server';
import { guardTransport, type ClientGuardOptions } from '@purser/mcp';
import { v1Pair, v2Pair, type Pair } from './pairs.js';
import type { Registrar } from './tools.js';

// Servers with clients that have listed their tools, and so know what each answers.

/** What becomes of a message from the server: where it answers false, it is lost. */
export type Arrives = (message: { result?: { _meta?: object } }) => boolean;

export type Connect = (
  make: (server: Registrar) => void,
  arrives: Arrives,
  options?: ClientGuardOptions,
) => Promise<Pair>;

const info = { name: 'test', version: '1' };

export const knowing: [name: string, Connect][] = [
  [
    'v1',
    async (make, arrives, options) => {
      const [mine, theirs] = V1InMemory.createLinkedPair();
      const server = new V1Server(info);
      make(server);
      await server.connect(losing(theirs, arrives));
      const client = new V1Client(info);
      await client.connect(options ? guardTransport(mine, options) : mine);
      await client.listTools();
      return v1Pair(client);
    },
  ],
  [
    'v2',
    async (make, arrives, options) => {
      const [mine, theirs] = V2InMemory.createLinkedPair();
      const server = new V2Server(info);
      make(server);
      await server.connect(losing(theirs, arrives));
      const client = new V2Client(info);
      const transport = mine as unknown as V2Transport;
      await client.connect(options ? guardTransport(transport, options) : transport);
      await client.listTools();
      return v2Pair(client);
    },
  ],
];

type Sending = { send: (message: never, ...rest: never[]) => Promise<void> };

function losing<T extends Sending>(transport: T, arrives: Arrives): T {
  const send = transport.send.bind(transport);
  transport.send = async (message, ...rest) => {
    if (arrives(message)) await send(message, ...rest);
  };
  return transport;
}
