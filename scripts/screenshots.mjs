// Makes the pictures of the console in docs/pictures from the data of the demo: npm run screenshots. Needs the build, and
// chromium (PURSER_TEST_CHROMIUM, else Debian's).
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'docs/pictures');

/** Enough of the hour for every orchestrator to have spent and been denied. */
const CALLS = '4000';

/** The pages, by the names of their pictures; `at` is worked out of the demo's budgets, `ready` is there when the page is. */
const PICTURES = [
  { name: 'home', at: () => '/', ready: 'Latest' },
  { name: 'home-dark', at: () => '/', ready: 'Latest', colorScheme: 'dark' },
  { name: 'approvals', at: () => '/approvals', ready: 'Context' },
  { name: 'tree', at: () => '/tree', ready: 'code-review' },
  { name: 'budget', at: ({ team }) => `/budgets/${team}`, ready: 'engineering' },
  { name: 'why', at: ({ denial }) => `/why/${denial}`, ready: 'budget' },
];

/** Starts the demo; answers where its console is, and the key for it, when all calls have been made. */
async function startDemo() {
  const program = [
    '--conditions=@purser/source',
    '--import',
    'tsx',
    'demo/main.ts',
    '--calls',
    CALLS,
    '--open',
  ];
  const { PATH, HOME } = process.env;
  const demo = spawn(process.execPath, program, {
    cwd: root,
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const ready = new Promise((resolve, reject) => {
    demo.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      const [, url, key] = /console: (\S+)\s+Sign in with this key: (\S+)/.exec(output) ?? [];
      if (key !== undefined) resolve({ url, key });
    });
    demo.once('exit', () => reject(new Error(`the demo ended:\n${output}`)));
  });
  const stop = async () => {
    if (demo.exitCode !== null) return;
    const exited = once(demo, 'exit');
    demo.kill('SIGINT');
    await exited;
  };
  return { ready, stop };
}

/** What of the demo the pictures are about. */
async function subjectsOf({ url, key }) {
  const get = async (route) =>
    (await fetch(url + route, { headers: { authorization: `Bearer ${key}` } })).json();
  const [{ id: team }] = (await get('/v1/budgets?rootsOnly=true&name=engineering')).items;
  const [{ content }] = (await get(`/v1/entries?budgetId=${team}&outcome=denied&order=desc&limit=1`)).items;
  return { team, denial: `${content.budgetId}.${content.version}` };
}

/** Small files: a picture of text loses nothing that could be seen. */
async function webpOf(browser, png) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const base64 = await page.evaluate(async (source) => {
    const { Image, OffscreenCanvas } = globalThis;
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
    return new Uint8Array(await blob.arrayBuffer()).toBase64();
  }, png.toString('base64'));
  await context.close();
  return Buffer.from(base64, 'base64');
}

async function take(browser, { url, key }, subjects, { name, at, ready, colorScheme = 'light' }) {
  const context = await browser.newContext({
    baseURL: url,
    colorScheme,
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  await page.goto(at(subjects));
  await page.getByLabel('Key').fill(key);
  await page.keyboard.press('Enter');
  await page.getByText(ready).locator('visible=true').first().waitFor();
  await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle').catch(() => undefined);
  // Charts and meters come with the last answers.
  await page.waitForTimeout(1_500);
  const picture = await webpOf(browser, await page.screenshot());
  await writeFile(path.join(folder, `${name}.webp`), picture);
  process.stdout.write(`docs/pictures/${name}.webp: ${Math.round(picture.length / 1000)} kB\n`);
  await context.close();
}

const demo = await startDemo();
try {
  const signIn = await demo.ready;
  const executablePath = process.env.PURSER_TEST_CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  await mkdir(folder, { recursive: true });
  const subjects = await subjectsOf(signIn);
  for (const picture of PICTURES) await take(browser, signIn, subjects, picture);
  await browser.close();
} finally {
  await demo.stop();
}
