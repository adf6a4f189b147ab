import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const EXAMPLES = path.resolve(import.meta.dirname, '..');

/** The service that a program runs on, and the budget that it may spend. */
export interface Service {
  url: string;
  adminKey: string;
  budgetId: string;
}

/** Stands in for what a program needs besides Purser: vendors, people. */
export interface StandIn {
  /** What the program needs to find it. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** A program that a newcomer runs and reads. */
export interface Program {
  name: string;
  file: string;
  /** What it shows: its first line says so. */
  shows: string;
}

/** The programs, each a file beside the runner. */
export const programs: readonly Program[] = readdirSync(EXAMPLES)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => programOf(path.join(EXAMPLES, file)));

/** Starts what a program needs besides Purser, if it needs anything. */
export async function startStandIn({ name }: Program, service: Service): Promise<StandIn> {
  const file = path.join(EXAMPLES, 'stand-ins', `${name}.ts`);
  if (!existsSync(file)) return { env: {}, stop: async () => undefined };
  const { start } = (await import(pathToFileURL(file).href)) as {
    start: (service: Service) => Promise<StandIn>;
  };
  return start(service);
}

function programOf(file: string): Program {
  const name = path.basename(file, '.ts');
  const [, shows] = /^\/\/ examples\/[\w-]+\.ts: (.+)\n/.exec(readFileSync(file, 'utf8')) ?? [];
  if (!shows) throw new Error(`the first line of ${file} has to be: // examples/${name}.ts: what it shows`);
  return { name, file, shows };
}
