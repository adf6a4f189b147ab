// A process that asks for what people have to approve and dies, or goes on with what an earlier one has asked for.
import { writeSync } from 'node:fs';
import { Purser, type SavedPending } from '@purser/sdk';

const { DO = '', SAVED = '', BUDGET: budget = '' } = process.env;
const purser = new Purser(); // PURSER_URL, PURSER_KEY

/** Written before anything else happens: a process that is killed prints nothing later. */
const say = (text: string): void => void writeSync(1, `${text}\n`);
const die = (): void => void process.kill(process.pid, 'SIGKILL');

if (DO === 'ask and die') {
  say(JSON.stringify(await purser.paid({ budget, max: '5', approval: 'hand back' }, () => undefined)));
  die();
} else {
  const resuming = purser.resume(JSON.parse(SAVED) as SavedPending, async (hold) => {
    if (DO === 'resume and die') {
      say('working');
      die();
    }
    await hold.settle({ amount: '3' });
    say('worked');
  });
  await resuming.catch((error: Error) => say(error.name));
}
