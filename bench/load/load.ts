import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Plan, Result } from './plan.js';

/** The load process, which messages control; one run at a time. */
export class Load {
  private readonly child: ChildProcess;

  constructor() {
    // Packages lead to their sources: nothing of them has to be built.
    const execArgv = ['--conditions=@purser/source', '--import', 'tsx'];
    this.child = fork(fileURLToPath(new URL('./worker.js', import.meta.url)), { execArgv });
  }

  run(plan: Plan): Promise<Result> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('the load process ended'));
      this.child.once('exit', ended);
      this.child.once('message', (message: { result?: Result; error?: string }) => {
        this.child.off('exit', ended);
        if (message.result) resolve(message.result);
        else reject(new Error(message.error));
      });
      this.child.send(plan, (error) => {
        if (error) ended();
      });
    });
  }

  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }
}
