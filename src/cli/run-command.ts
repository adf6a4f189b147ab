import { StartupError } from '../runtime/startup-error.js';

/**
 * Runs a command with the arguments of this process, which ends with the code that it answers; and with `impossible`, and
 * what was in the way, where it could not be done.
 */
export function runCommand(
  name: string,
  main: (args: string[]) => Promise<number>,
  impossible: number,
): void {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const unexpected = error instanceof Error ? error.stack : String(error);
      process.stderr.write(`${name}: ${error instanceof StartupError ? error.message : unexpected}\n`);
      process.exitCode = impossible;
    },
  );
}
