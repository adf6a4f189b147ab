import { Chromium, hasChromium, withChromium, type Console } from '../support/chromium.js';
import type { Client } from '../support/client.js';
import { Fleet } from '../support/fleet.js';
import { ADMIN_KEY } from '../support/service.js';

// A tree of 10,000 budgets in Debian's chromium. Where there is no browser each test shows as skipped.

const TEAMS = 20;
const AGENTS = 499;

/** What a browser does at once, in milliseconds: above this it is felt. */
const LONG_MS = 50;

/** Rows of a window, with those that are there before they are seen. */
const MOST_ROWS = 60;

let fleet: Fleet;
let admin: Client;
let browser: Chromium;
let page: Console;

beforeAll(async () => {
  if (!hasChromium) return;
  [fleet, browser] = await Promise.all([Fleet.start(1), Chromium.start()]);
  admin = fleet.client();
  const { id: root } = await admin.root('100000', { name: 'everyone' });
  await Promise.all(Array.from({ length: TEAMS }, (_, n) => team(root, n)));
  page = await browser.open(admin.baseUrl);
  await page.context.addInitScript(`
    globalThis.longTasks = [];
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask', buffered: true });
  `);
  await page.signIn(ADMIN_KEY, '/tree');
});
afterAll(async () => {
  if (!hasChromium) return;
  await page.close();
  await browser.stop();
  await fleet.stop();
  expect(browser.complaints).toEqual([]);
});

const nameOf = (n: number, length: number): string => String(n).padStart(length, '0');

async function team(root: string, n: number): Promise<void> {
  const { id } = await admin.child(root, '0', { name: `team ${nameOf(n, 2)}`, ceiling: '5000' });
  for (let i = 0; i < AGENTS; i += 25) {
    const some = Array.from({ length: Math.min(25, AGENTS - i) }, (_, j) =>
      admin.child(id, '0', { name: `agent ${nameOf(n, 2)}-${nameOf(i + j, 3)}`, ceiling: '10' }),
    );
    await Promise.all(some);
  }
}

const row = (name: string) => page.page.locator('[role=row][data-index]', { hasText: name });

const rows = (): Promise<number> => page.page.locator('[role=row][data-index]').count();

const longTasks = (): Promise<number[]> => page.page.evaluate<number[]>('longTasks');

withChromium(
  '10,000 budgets can be opened, and scrolled from end to end, with few rows in the page (needs chromium)',
  async () => {
    const { page: tab } = page;
    await row('team 00').waitFor();
    // From the last to the first: those above stay where they are.
    for (let n = TEAMS - 1; n >= 0; n -= 1) await row(`team ${nameOf(n, 2)}`).click();
    await row('agent 00-000').waitFor();
    const height = await tab.evaluate<number>('document.documentElement.scrollHeight');
    // Room for all is there at once, so that what comes moves nothing.
    expect(height).toBeGreaterThan(TEAMS * (AGENTS + 1) * 40);

    const before = (await longTasks()).length;
    let most = 0;
    const steps = 120;
    for (let step = 0; step <= steps; step += 1) {
      await tab.evaluate(`scrollTo(0, ${Math.round((height * step) / steps)})`);
      most = Math.max(most, await rows());
    }
    await row(`agent ${nameOf(TEAMS - 1, 2)}-${nameOf(AGENTS - 1, 3)}`).waitFor();
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThan(MOST_ROWS);
    expect(await tab.evaluate<number>('document.documentElement.scrollHeight')).toBe(height);
    const long = (await longTasks()).slice(before);
    console.log(`scrolled ${height} pixels: ${long.length} tasks above ${LONG_MS} ms: ${long.join(', ')}`);
  },
);

withChromium(
  'one of 10,000 is found by its name, and the place is kept on reload (needs chromium)',
  async () => {
    const { page: tab } = page;
    await tab.evaluate('scrollTo(0, 120000)');
    const seen = row('agent').nth(12);
    await seen.waitFor();
    const name = /agent \d\d-\d{3}/.exec((await seen.textContent()) ?? '')?.[0] ?? 'none';
    await tab.reload();
    await row(name).waitFor();
    expect(await tab.evaluate('Math.abs(scrollY - 120000) < 100')).toBe(true);

    await tab.getByLabel('Search').fill('13-37');
    await row('agent 13-370').getByText('everyone / team 13 /').waitFor();
    expect(await rows()).toBe(10);
  },
);
