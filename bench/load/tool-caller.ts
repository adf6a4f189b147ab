import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport, McpServer } from '@modelcontextprotocol/server';
import { guardTransport } from '@purser/mcp';
import { Purser } from '@purser/sdk';
import type { Line, OnAnswer } from './connection.js';
import type { Plan, Traffic } from './plan.js';
import { AMOUNT } from './traffic.js';

const info = { name: 'bench', version: '1' };

/** A client of a server whose tool does nothing: what a call takes is the protocol's, and the guard's. */
export type Tools = Client;

export async function toolsOf(
  { targets }: Plan,
  { spender }: Extract<Traffic, { kind: 'tools' }>,
): Promise<Tools> {
  const server = new McpServer(info);
  server.registerTool('search', {}, () => ({ content: [] }));
  const [mine, theirs] = InMemoryTransport.createLinkedPair();
  await server.connect(theirs);
  const client = new Client(info);
  const purser = new Purser({ url: targets[0], key: spender.key });
  const guard = { purser, budget: spender.budgetId, vendor: 'openai', prices: { search: AMOUNT } };
  await client.connect(guardTransport(mine, guard));
  return client;
}

/** Takes the place of a connection: a call of the tool after the other. */
export class ToolCaller implements Line {
  constructor(
    private readonly tools: Tools,
    private readonly onAnswer: OnAnswer,
  ) {}

  send(_request: string, dueAt: number): void {
    const done = (status: number, text: string): void =>
      this.onAnswer(status, text, performance.now() - dueAt);
    this.tools.callTool({ name: 'search' }).then(
      ({ isError, content }) => done(isError ? 0 : 200, isError ? JSON.stringify(content) : ''),
      (error: unknown) => done(0, String(error)),
    );
  }

  close(): void {
    // It is in memory, and there is one for all of them.
  }
}
