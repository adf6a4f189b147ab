import { reportCost } from '@purser/mcp';
import { z } from 'zod';

/** What tests look at of a server of either SDK. */
export interface Registrar {
  registerTool(
    name: string,
    config: {
      description?: string;
      inputSchema?: Record<string, z.ZodType>;
      outputSchema?: Record<string, z.ZodType>;
    },
    code: (...params: never[]) => unknown,
  ): { update(changes: object): void };
}

/** What has run, in order, and how to let what waits go on. */
export class Ran {
  readonly calls: string[] = [];
  readonly aborted: string[] = [];
  private release: (() => void)[] = [];

  /** Waits until the test lets it go. */
  hang(): Promise<void> {
    return new Promise((resolve) => this.release.push(resolve));
  }

  get hanging(): number {
    return this.release.length;
  }

  letGo(): void {
    for (const go of this.release.splice(0)) go();
  }
}

const text = (said: string) => ({ content: [{ type: 'text', text: said }] });

/** Where a tool finds its signal: in v2 it lies with the request. */
const signalOf = (context: { signal?: AbortSignal; mcpReq?: { signal: AbortSignal } }): AbortSignal =>
  (context.mcpReq?.signal ?? context.signal)!;

/** Tools that are there before the guard is. */
export function toolsBefore(server: Registrar, ran: Ran): void {
  const inputSchema = { query: z.string() };
  server.registerTool('search', { inputSchema }, ({ query }: { query: string }) => {
    ran.calls.push(`search ${query}`);
    return text(`found ${query}`);
  });
  server.registerTool('free', {}, () => {
    ran.calls.push('free');
    return text('for nothing');
  });
  server.registerTool('bare', {}, () => {
    ran.calls.push('bare');
    return text('without input');
  });
}

/** Tools that come after it. */
export function toolsAfter(server: Registrar, ran: Ran): void {
  server.registerTool('buy', { inputSchema: { count: z.number() } }, ({ count }: { count: number }) => {
    ran.calls.push(`buy ${count}`);
    return { ...text(`bought ${count}`), _meta: { own: 'kept' } };
  });
  server.registerTool('shaped', { outputSchema: { n: z.number() } }, () => {
    ran.calls.push('shaped');
    return { content: [], structuredContent: { n: 7 } };
  });
  server.registerTool('throws', {}, () => {
    ran.calls.push('throws');
    throw new Error('the vendor has failed');
  });
  server.registerTool('refuses', {}, () => ({ ...text('no such thing'), isError: true }));
  server.registerTool(
    'hangs',
    {},
    async (context: { signal?: AbortSignal; mcpReq?: { signal: AbortSignal } }) => {
      ran.calls.push('hangs');
      signalOf(context).addEventListener('abort', () => ran.aborted.push('hangs'));
      await ran.hang();
      return text('at last');
    },
  );
  const amount = { amount: z.string(), then: z.string().optional() };
  server.registerTool(
    'reports',
    { inputSchema: amount },
    ({ amount, then }: { amount: string; then?: string }, context: object) => {
      ran.calls.push(`reports ${amount}`);
      reportCost(context, { amount, externalId: 'order-1' });
      if (then === 'throw') throw new Error('too late');
      return text('reported');
    },
  );
}
