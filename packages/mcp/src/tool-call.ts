import { isRecord } from './records.js';

/** A call of a tool, as both SDKs have it: v1 calls its context `extra`, v2 `ctx`. */
export interface ToolCall {
  readonly tool: string;
  /** As the tool's schema has let them through. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The `_meta` of the request. */
  readonly meta: Readonly<Record<string, unknown>>;
  /** Aborted when the client cancels the call, or the connection is gone. */
  readonly signal: AbortSignal;
  /** What the tool itself gets. */
  readonly context: Readonly<Record<string, unknown>>;
  /** A header of the HTTP request, where there is one; its name in lower case. */
  readonly header: (name: string) => string | undefined;
}

/** What a tool answers. */
export interface ToolResult extends Record<string, unknown> {
  readonly isError?: boolean | undefined;
  readonly content?: unknown;
  readonly structuredContent?: unknown;
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
}

/** A tool without input gets the context alone, every other its arguments before it. */
export function toolCallOf(tool: string, params: readonly unknown[]): ToolCall {
  const [args, context] = params.length > 1 ? [params[0], params[1]] : [{}, params[0]];
  if (!isRecord(context)) throw new TypeError(`${tool} was called without the context of its request`);
  const { _meta, signal } = requestIn(context);
  if (!(signal instanceof AbortSignal)) throw new TypeError(`${tool} was called without a signal`);
  return {
    tool,
    args: isRecord(args) ? args : {},
    meta: isRecord(_meta) ? _meta : {},
    signal,
    context,
    header: (name) => headerIn(context, name),
  };
}

/** The same context with another signal. */
export function withSignal(context: ToolCall['context'], signal: AbortSignal): Record<string, unknown> {
  const { mcpReq } = context;
  return isRecord(mcpReq) ? { ...context, mcpReq: { ...mcpReq, signal } } : { ...context, signal };
}

/** What v2 keeps of the request lies in a place of its own. */
const requestIn = (context: ToolCall['context']): Record<string, unknown> =>
  isRecord(context.mcpReq) ? context.mcpReq : { ...context };

function headerIn({ http, requestInfo }: ToolCall['context'], name: string): string | undefined {
  const request = isRecord(http) ? http.req : requestInfo;
  const headers = request instanceof Request || isRecord(request) ? request.headers : undefined;
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  if (!isRecord(headers)) return undefined;
  // Node has names in lower case; what others hand over may be as it was sent.
  const [, value] = Object.entries(headers).find(([one]) => one.toLowerCase() === name) ?? [];
  return typeof value === 'string' ? value : undefined;
}
