import { isRecord } from './records.js';

/** An `McpServer` of `@modelcontextprotocol/sdk` 1.x, or of `@modelcontextprotocol/server` 2.x. */
export interface GuardedServer {
  registerTool(name: string, ...rest: never[]): unknown;
}

type ToolCode = (...params: unknown[]) => unknown;

/** A tool as it is by now. */
interface ToolNow {
  readonly name: string;
  /** Whether its clients know what its output looks like. */
  readonly hasOutputSchema: boolean;
}

/** What is called instead of a tool, with its parameters and its own code. */
export type InsteadOf = (tool: ToolNow, params: unknown[], code: ToolCode) => unknown;

/** What both SDKs answer whoever registers a tool. */
interface RegisteredTool {
  handler: unknown;
  outputSchema?: unknown;
  update(changes: Record<string, unknown>): void;
}

/** Puts a function in place of every tool of a server: of those that are there, and of those to come. */
export function replaceTools(
  server: GuardedServer,
  isPriced: (name: string) => boolean,
  instead: InsteadOf,
): void {
  const there: unknown = Reflect.get(server, '_registeredTools');
  if (!isRecord(there)) throw new TypeError('guard() takes an McpServer of the MCP SDK, 1.x or 2.x');
  const replace = (name: string, tool: unknown): void => {
    if (!isRegisteredTool(tool)) throw new TypeError(`${name} is no tool that a guard knows`);
    if (isCode(tool.handler)) replaceCode(name, tool, tool.handler, instead);
    else refuseTask(name, tool, isPriced);
  };
  for (const [name, tool] of Object.entries(there)) replace(name, tool);
  // `tool` is the older way of v1 to do the same.
  for (const method of ['registerTool', 'tool']) onceDone(server, method, replace);
  const experimental: unknown = Reflect.get(server, 'experimental');
  const tasks = isRecord(experimental) ? experimental.tasks : undefined;
  if (isRecord(tasks)) onceDone(tasks, 'registerToolTask', replace);
}

/** Has a method hand what it has registered to somebody before it is answered. */
function onceDone(on: object, method: string, then: (name: string, tool: unknown) => void): void {
  const original: unknown = Reflect.get(on, method);
  if (typeof original !== 'function') return;
  Reflect.set(on, method, (name: string, ...rest: unknown[]): unknown => {
    const tool: unknown = Reflect.apply(original, on, [name, ...rest]);
    then(name, tool);
    return tool;
  });
}

/** A tool keeps what was put in its place when it gets another name, or other code. */
function replaceCode(name: string, tool: RegisteredTool, code: ToolCode, instead: InsteadOf): void {
  let current = name;
  const wrap =
    (own: ToolCode): ToolCode =>
    (...params) =>
      instead({ name: current, hasOutputSchema: tool.outputSchema !== undefined }, params, own);
  const update = tool.update.bind(tool);
  tool.update = (changes) => {
    if (typeof changes.name === 'string') current = changes.name;
    const { callback } = changes;
    update(isCode(callback) ? { ...changes, callback: wrap(callback) } : changes);
  };
  update({ callback: wrap(code) });
}

/** What a task costs is known long after its call was answered. */
function refuseTask(name: string, tool: RegisteredTool, isPriced: (name: string) => boolean): void {
  const refuse = (called: string): void => {
    if (!isPriced(called)) return;
    tool.update({ enabled: false });
    throw new TypeError(`${called} runs as a task, and has a price: that cannot be guarded`);
  };
  refuse(name);
  const update = tool.update.bind(tool);
  tool.update = (changes) => {
    if (typeof changes.name === 'string') refuse(changes.name);
    update(changes);
  };
}

const isRegisteredTool = (found: unknown): found is RegisteredTool =>
  isRecord(found) && 'handler' in found && typeof found.update === 'function';

const isCode = (found: unknown): found is ToolCode => typeof found === 'function';
