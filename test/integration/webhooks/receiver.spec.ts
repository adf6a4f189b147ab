import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Fleet } from '../../support/fleet.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');

it('the receiver in the docs works when it is pasted', async () => {
  const page = await readFile(path.join(ROOT, 'docs/webhooks.md'), 'utf8');
  const [, code] = /<!-- receiver -->\s*```js\n(.*?)```/s.exec(page)!;
  expect(code!.split('\n').length).toBeLessThan(35);
  const fleet = await Fleet.start(1, { PURSER_WEBHOOK_ALLOW_PRIVATE: 'true' });
  const admin = fleet.client();
  const { id: root } = await admin.root('100');
  // Its port is known only when it runs, and its secret only when there is a webhook.
  const { body: webhook } = await admin.post('/v1/webhooks', { url: 'http://127.0.0.1:1/', budgetId: root });
  const receiver = spawn(process.execPath, ['--input-type=module', '-e', code!], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, PORT: '0', WEBHOOK_SECRET: webhook.secret as string },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [receiver.stdout, receiver.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const says = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(output);
      if (found) return found[1] ?? found[0];
      if (receiver.exitCode !== null) throw new Error(output);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const url = `http://127.0.0.1:${await says(/listening on port (\d+)/)}/`;
  await admin.write('PATCH', `/v1/webhooks/${webhook.id}`, { url });
  await admin.post(`/v1/webhooks/${webhook.id}/test`);
  await says(/reached/);
  await admin.hold(root, '1.5');
  await says(new RegExp(`reservation.reserved ${root} 2 available: 98.5`));
  expect(output).not.toMatch(/error/i);
  const forged = await fetch(url, {
    method: 'POST',
    headers: { 'webhook-id': 'evt_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' },
    body: '{}',
  });
  expect(forged.status).toBe(401);
  receiver.kill();
  await fleet.stop();
});
