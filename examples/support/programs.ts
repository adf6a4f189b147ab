import { spawnSync } from 'node:child_process';
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

/** The programs, each a file beside the runner: those in TypeScript by their name, those in Python with their `.py`. */
export const programs: readonly Program[] = readdirSync(EXAMPLES)
  .filter((file) => /\.(?:ts|py)$/.test(file) && file !== 'main.ts')
  .map((file) => programOf(path.join(EXAMPLES, file)));

/** Whether a program is in Python. */
export const isPython = ({ file }: Program): boolean => file.endsWith('.py');

/** A Python that has what its client needs: the system's sees Debian's packages, another may come first on the PATH. */
export const pythonWithHttpx = (): string | undefined =>
  ['python3', '/usr/bin/python3'].find(
    (python) =>
      spawnSync(python, ['-c', 'import sys, httpx; assert sys.version_info >= (3, 11)']).status === 0,
  );

/** Starts what a program needs besides Purser, if it needs anything. One in Python meets who its namesake meets. */
export async function startStandIn({ name }: Program, service: Service): Promise<StandIn> {
  const file = path.join(EXAMPLES, 'stand-ins', `${path.parse(name).name}.ts`);
  if (!existsSync(file)) return { env: {}, stop: async () => undefined };
  const { start } = (await import(pathToFileURL(file).href)) as {
    start: (service: Service) => Promise<StandIn>;
  };
  return start(service);
}

function programOf(file: string): Program {
  const name = path.basename(file, '.ts');
  const [, shows] = /^(?:\/\/|#) examples\/[\w-]+\.(?:ts|py): (.+)\n/.exec(readFileSync(file, 'utf8')) ?? [];
  if (!shows)
    throw new Error(
      `the first line of ${file} has to be a comment: examples/${path.basename(file)}: what it shows`,
    );
  return { name, file, shows };
}
