import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import Papa from 'papaparse';
import { uuidOf } from '../../src/ids/ids.js';
import type { SpendItem, SpendView } from '../../src/queries/spend-queries.js';
import { Chromium, hasChromium, withChromium, type Console } from '../support/chromium.js';
import type { Client } from '../support/client.js';
import { Fleet } from '../support/fleet.js';
import { ADMIN_KEY } from '../support/service.js';
import { addedUp } from '../support/spend.js';
import { spendOf, type SpendQuery } from '../support/spend-route.js';

// The page of spend in Debian's chromium, on one service. Where there is no browser each test shows as skipped.

let fleet: Fleet;
let admin: Client;
let browser: Chromium;
let root: string;
let team: string;
/** Signed in with the admin key. */
let page: Console;

/** Markup, a mark that turns round what follows it, and what a spreadsheet would run. */
const HOSTILE = '=cmd|<img src=x onerror="document.title=1">\u202Egnp.exe';

const DAYS = 7;
const QUARTERS_A_DAY = 96;

beforeAll(async () => {
  if (!hasChromium) return;
  [fleet, browser] = await Promise.all([Fleet.start(1), Chromium.start()]);
  admin = fleet.client();
  ({ id: root } = await admin.root('100000', { name: 'research', dimensions: ['team'] }));
  ({ id: team } = await admin.child(root, '500', { name: HOSTILE }));
  await pastSpend();
  await admin.pay(root, '12.5', { vendor: 'acme', category: 'search', item: 'small' });
  await admin.pay(root, '0.000001', { vendor: 'acme', category: 'chat', item: 'large' });
  await admin.pay(root, '1234.75', { vendor: 'zeta', metadata: { team: HOSTILE } });
  await admin.pay(team, '3.3', { vendor: 'zeta', runId: '007' });
  const refunded = await admin.pay(team, '2', {});
  await admin.post(`/v1/reservations/${refunded}/refund`, { amount: '0.75' });
  await admin.hold(root, '5', { vendor: 'beta' });
  await addedUp(fleet.database.sql);
  page = await browser.open(admin.baseUrl);
  await page.signIn(ADMIN_KEY);
});
afterAll(async () => {
  if (!hasChromium) return;
  await page.close();
  await browser.stop();
  await fleet.stop();
  expect(browser.complaints).toEqual([]);
});

/** Spend of eight days ago: it is spent now, and the sums are moved, which alone are asked for. Those of months stay out of it. */
async function pastSpend(): Promise<void> {
  await admin.pay(root, '10', { vendor: 'acme' });
  await admin.pay(root, '4', { vendor: 'gone' });
  const { sql } = fleet.database;
  await addedUp(sql);
  const tree = uuidOf(root);
  await sql`DELETE FROM spend_cells WHERE tree_id = ${tree} AND grain IN (3, 5, 7, 9)`;
  await sql`UPDATE spend_cells SET quarter = quarter - ${(DAYS + 1) * QUARTERS_A_DAY} WHERE tree_id = ${tree}`;
}

const spend = (query: SpendQuery, budgetId = root): Promise<SpendView> => spendOf(fleet, budgetId, query);

/** The last week until the end of today, as the page asks for it, or so many days before. */
function week(before = 0): { from: string; to: string } {
  const end = new Date().setUTCHours(24, 0, 0, 0) - before * 86_400_000;
  return { from: new Date(end - DAYS * 86_400_000).toISOString(), to: new Date(end).toISOString() };
}

const address = (query: SpendQuery): string => {
  const text = new URLSearchParams();
  for (const [name, values] of Object.entries(query))
    for (const value of [values].flat()) text.append(name, value);
  return `/spend?${text.toString()}`;
};

const table = () => page.page.getByRole('table', { name: 'What was spent, by group' });

/** What is seen of the table, line by line; amounts without what makes them readable. */
async function cells(part = 'tbody'): Promise<string[][]> {
  await table().waitFor();
  const rows = await table().locator(`${part} tr`).all();
  const texts = await Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
  return texts.map((row) => row.map((text) => text.trim().replaceAll(',', '').replace('−', '-')));
}

/** An amount as the page shows it: with two decimals or more. */
const shown = (amount: string): string => {
  const [whole = '', decimals = ''] = amount.split('.');
  return `${whole}.${decimals.padEnd(2, '0')}`;
};

/** What the table has to have of an item, in the columns of sums but the share. */
const sumsOf = ({ spent, refunded, reserved, calls, denied }: SpendView['total']): string[] => [
  shown(spent),
  shown(refunded),
  shown(reserved),
  `${calls}`,
  `${denied}`,
];

/** The same cells of lines whose first ones are names. */
const seenSums = (rows: string[][], names: number): string[][] =>
  rows.map((row) => [row[names]!, ...row.slice(names + 2, names + 6)]);

/** Holds back the requests for some addresses; answers how they are let go. */
async function holdBack(isMeant: (url: URL) => boolean): Promise<() => void> {
  const gate = new EventEmitter();
  const gone = once(gate, 'open');
  await page.page.route(isMeant, async (route) => {
    await gone;
    await route.continue();
  });
  return () => void gate.emit('open');
}

/** Waits until something is as expected; what it was instead is shown. */
async function expectSoon<T>(read: () => Promise<T>, expected: T): Promise<void> {
  for (let left = 100; left > 0; left -= 1) {
    if (isDeepStrictEqual(await read(), expected)) return;
    await sleep(100);
  }
  expect(await read()).toEqual(expected);
}

/** Waits until the table has these items, in whatever order. */
async function expectTable(items: readonly SpendItem[], names: number): Promise<void> {
  const sorted = (rows: string[][]): string[] => rows.map((row) => row.join(' ')).sort();
  await expectSoon(async () => sorted(seenSums(await cells(), names)), sorted(items.map(sumsOf)));
}

withChromium('a question in the address has the sums of the API, to the unit (needs chromium)', async () => {
  const query = { ...week(), groupBy: ['vendor', 'category', 'labels.team'] };
  await page.page.goto(address({ budgetId: root, ...query }));
  const { items, total } = await spend(query);
  expect(items.length).toBeGreaterThan(4);
  await expectTable(items, 3);
  const [foot] = await cells('tfoot');
  expect(seenSums([foot!], 3)).toEqual([sumsOf(total)]);
  expect(foot![0]).toBe(`Total of ${items.length}`);
  // What has no value is a group, and says so.
  const [names] = (await cells()).filter((row) => row[1] === 'no category' && row[0] === 'beta');
  expect(names!.slice(0, 3)).toEqual(['beta', 'no category', 'no team']);
  await page.page.reload();
  await expectTable(items, 3);
});

withChromium(
  'the chart has what was spent on each day, by its parts, and says so to those who hear it (needs chromium)',
  async () => {
    const { page: tab } = page;
    await tab.goto(address({ budgetId: root, ...week(), groupBy: 'vendor' }));
    const chart = tab.getByRole('slider', { name: 'Spent by vendor and day' });
    await chart.locator('canvas').waitFor();
    await chart.focus();
    await tab.keyboard.press('End');
    const text = await chart.getAttribute('aria-valuetext');
    const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(
      Date.now(),
    );
    expect(text).toBe(`${today}: zeta 1,238.05 USD, acme 12.500001 USD, All others 1.25 USD`);
    await tab.keyboard.press('ArrowLeft');
    expect(await chart.getAttribute('aria-valuetext')).toMatch(
      /: zeta 0\.00 USD, acme 0\.00 USD, All others 0\.00 USD$/,
    );
    await tab.keyboard.press('Escape');
    await tab.getByText('The same as a table').click();
    const days = await tab
      .getByRole('table', { name: /^Spent by vendor and day/ })
      .locator('tbody tr')
      .allInnerTexts();
    expect(days.length).toBe(DAYS);
    expect(days.at(-1)!.split(/\t/)).toEqual([today, '1,238.05', '12.500001', '1.25']);
  },
);

withChromium(
  'nothing is drawn while a part of the chart is not known: on its way it is waited for, refused it can be asked for again (needs chromium)',
  async () => {
    const { page: tab } = page;
    const chart = tab.getByRole('slider', { name: 'Spent by vendor and day' });
    const section = tab.getByRole('region', { name: 'By day', exact: true });
    const expectDrawn = async (): Promise<void> => {
      await chart.waitFor();
      expect(await chart.getAttribute('aria-valuetext')).toBe(
        'All together: zeta 1,238.05 USD, acme 12.500001 USD, All others 1.25 USD',
      );
    };
    const isPart = ({ pathname, searchParams }: URL): boolean =>
      pathname === '/v1/spend' && searchParams.get('vendor') === 'zeta';
    const letGo = await holdBack(isPart);
    const asked = tab.waitForRequest((request) => isPart(new URL(request.url())));
    const other = tab.waitForResponse(
      (response) => new URL(response.url()).searchParams.get('vendor') === 'acme',
    );
    await tab.goto(address({ budgetId: root, ...week(), groupBy: 'vendor' }));
    await Promise.all([asked, other, table().waitFor()]);
    expect(await chart.count()).toBe(0);
    await section.getByText('Loading').waitFor({ state: 'attached' });
    letGo();
    await expectDrawn();

    await tab.route(isPart, (route) =>
      route.fulfill({
        status: 400,
        contentType: 'application/problem+json',
        json: {
          code: 'invalid_request',
          status: 400,
          title: 'No',
          detail: 'Not this one.',
          requestId: 'req_1',
        },
      }),
    );
    await tab.reload();
    await section.getByText('Not this one.').waitFor();
    expect(await chart.count()).toBe(0);
    await tab.unroute(isPart);
    await section.getByRole('button', { name: 'Try again' }).click();
    await expectDrawn();
  },
);

withChromium('a group leads to what is in it, and Back to the question before (needs chromium)', async () => {
  const { page: tab } = page;
  const question = { ...week(), groupBy: 'vendor' };
  await tab.goto(address({ budgetId: root, ...question }));
  await expectTable((await spend(question)).items, 1);
  await table().getByRole('link', { name: 'acme' }).click();
  await expectTable((await spend({ ...week(), vendor: 'acme', groupBy: 'item' })).items, 1);
  const search = new URL(tab.url()).searchParams;
  expect([search.get('vendor'), search.get('groupBy')]).toEqual(['acme', 'item']);
  await tab.getByRole('button', { name: 'Vendor acme' }).click();
  await expectTable((await spend({ ...week(), groupBy: 'item' })).items, 1);
  await tab.goBack();
  await tab.goBack();
  await expectTable((await spend(question)).items, 1);

  await tab.goto(address({ budgetId: root, ...week(), groupBy: 'child' }));
  await expectTable((await spend({ ...week(), groupBy: 'child' })).items, 1);
  await table().getByRole('link').first().press('Enter');
  await expectTable((await spend({ ...week(), groupBy: 'child' }, team)).items, 1);
  await tab.getByRole('navigation', { name: 'Budget' }).getByRole('link', { name: 'research' }).click();
  await expectTable((await spend({ ...week(), groupBy: 'child' })).items, 1);

  await tab.goto(address({ budgetId: root, ...week(), groupBy: 'run' }));
  await table().getByRole('link', { name: '007' }).click();
  await expectTable((await spend({ ...week(), runId: '007', groupBy: 'vendor' })).items, 1);
  await tab.goto(address({ budgetId: root, ...week(), groupBy: 'day' }));
  await table().getByRole('link').last().click();
  const today = { from: new Date(new Date().setUTCHours(0, 0, 0, 0)).toISOString(), to: week().to };
  await expectTable((await spend({ ...today, groupBy: 'hour' })).items, 1);
});

withChromium(
  'each sum stands beside that of the period before, and what is gone is there (needs chromium)',
  async () => {
    const isBefore = ({ pathname, searchParams }: URL): boolean =>
      pathname === '/v1/spend' && searchParams.get('from') === week(DAYS).from;
    const letGo = await holdBack(isBefore);
    await page.page.goto(address({ budgetId: root, ...week(), groupBy: 'vendor', compare: 'true' }));
    // What is not known yet is no zero.
    expect((await cells('tfoot'))[0]!.slice(2, 4)).toEqual(['–', '–']);
    expect((await cells()).map((row) => row.slice(2, 4).join(' '))).toEqual(['– –', '– –', '– –', '– –']);
    letGo();
    const [now, before] = [
      await spend({ ...week(), groupBy: 'vendor' }),
      await spend({ ...week(DAYS), groupBy: 'vendor' }),
    ];
    const spentBy = ({ items }: SpendView) =>
      new Map(items.map(({ vendor, spent }) => [vendor ?? 'no vendor', spent]));
    const [spentNow, spentBefore] = [spentBy(now), spentBy(before)];
    expect([...spentBefore]).toEqual([
      ['acme', '10'],
      ['gone', '4'],
    ]);
    const expected = [...new Set([...spentNow.keys(), ...spentBefore.keys()])].map((vendor) =>
      [vendor, shown(spentNow.get(vendor) ?? '0'), shown(spentBefore.get(vendor) ?? '0')].join(' '),
    );
    await expectSoon(
      async () => (await cells()).map((row) => row.slice(0, 3).join(' ')).sort(),
      expected.sort(),
    );
    expect((await cells('tfoot'))[0]!.slice(1, 3)).toEqual([shown(now.total.spent), '14.00']);
    const acme = (await cells()).find(([vendor]) => vendor === 'acme');
    expect(acme![3]).toBe('+2.500001 +25 %');
    await page.page.unroute(isBefore);
  },
);

withChromium(
  'a click on a column orders the lines by it, and once more turns them round (needs chromium)',
  async () => {
    await page.page.goto(address({ budgetId: root, ...week(), groupBy: 'vendor' }));
    const names = async (): Promise<string[]> => (await cells()).map(([vendor]) => vendor!);
    await expectSoon(names, ['zeta', 'acme', 'no vendor', 'beta']);
    await table().getByRole('button', { name: 'Vendor' }).press('Enter');
    await expectSoon(names, ['acme', 'beta', 'zeta', 'no vendor']);
    await table().getByRole('button', { name: 'Held now' }).click();
    await expectSoon(async () => (await names())[0], 'beta');
    await page.page.reload();
    await expectSoon(async () => (await names())[0], 'beta');
    expect(await table().locator('th[aria-sort]').innerText()).toContain('Held now');
  },
);

withChromium(
  'the file has the lines of the table, and text in it is no formula (needs chromium)',
  async () => {
    const query = { ...week(), groupBy: ['labels.team', 'vendor'] };
    await page.page.goto(address({ budgetId: root, ...query }));
    await expectTable((await spend(query)).items, 2);
    const begun = page.page.waitForEvent('download');
    await page.page.getByRole('button', { name: 'Save as CSV' }).click();
    const download = await begun;
    expect(download.suggestedFilename()).toMatch(/^spend-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await download.path(), 'utf8');
    const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
    expect(errors).toEqual([]);
    const sums = ['spent', 'refunded', 'reserved', 'calls', 'denied'];
    const file = data.map((row) => sums.map((name) => row[name]).join(' '));
    const plain = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
    const lines = seenSums(await cells(), 2).map((row) => row.map(plain).join(' '));
    expect(file.sort()).toEqual(lines.sort());
    expect(data.map((row) => row['labels.team'])).toContain(`'${HOSTILE}`);
  },
);

withChromium('names are text, whatever they hold (needs chromium)', async () => {
  await page.page.goto(address({ budgetId: root, ...week(), groupBy: ['child', 'labels.team'] }));
  await page.page.getByRole('link', { name: '=cmd|<img src=x' }).first().waitFor();
  await table().getByText('⟨202E⟩').first().waitFor();
  await page.page.goto(address({ budgetId: team, ...week(), groupBy: 'child' }));
  await page.page.getByRole('slider').locator('canvas').waitFor();
  expect(await page.page.title()).toBe('Spend · Purser');
});

withChromium('what is spent meanwhile appears by itself (needs chromium)', async () => {
  const { id } = await admin.root('100', { name: 'fresh' });
  await page.page.goto(address({ budgetId: id, groupBy: 'vendor' }));
  await page.page.getByText('Nothing was spent, held or denied in this time.').waitFor();
  await page.page.getByText('Live', { exact: true }).waitFor();
  await admin.pay(id, '7.25', { vendor: 'late' });
  await table().getByRole('link', { name: 'late' }).waitFor();
});

withChromium(
  'more groups than fit on a page are read on, and a reload keeps them (needs chromium)',
  async () => {
    const { id } = await admin.root('1000', { name: 'many runs' });
    const pays = Array.from({ length: 205 }, (_, i) => `run-${i}`);
    await Promise.all(pays.map((runId) => admin.pay(id, '1', { runId })));
    await addedUp(fleet.database.sql);
    await page.page.goto(address({ budgetId: id, groupBy: 'run' }));
    await page.page.getByText('The first 200 groups are here').waitFor();
    expect((await cells('tfoot'))[0]![1]).toBe('205.00');
    await page.page.getByRole('button', { name: 'Show more' }).click();
    await expectSoon(() => table().locator('tbody tr').count(), 205);
    await page.page.reload();
    await expectSoon(() => table().locator('tbody tr').count(), 205);
  },
);

withChromium(
  'what lies elsewhere is not there for a key that is bound, and a wrong question says what is wrong (needs chromium)',
  async () => {
    const { secret } = await admin.issue(team, { name: 'looks on', role: 'auditor' });
    const bound = await browser.open(admin.baseUrl);
    await bound.signIn(secret!, address({ budgetId: root }));
    await bound.page.getByText('There is no such thing, or not for your key').waitFor();
    await bound.page.goto('/spend');
    await bound.page.getByRole('table', { name: 'What was spent, by group' }).waitFor();
    await bound.page.goto(address({ groupBy: 'labels.nowhere' }));
    await bound.page.getByText('nowhere is none').waitFor();
    await bound.close();
  },
);

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  withChromium.each([375, 1440])(
    'axe finds nothing at %d pixels, and nothing is wider than the window (needs chromium)',
    async (width) => {
      await page.page.setViewportSize({ width, height: 900 });
      await page.page.emulateMedia({ colorScheme });
      await page.page.goto(
        address({ budgetId: root, ...week(), groupBy: ['vendor', 'labels.team'], compare: 'true' }),
      );
      await page.page.getByRole('slider').locator('canvas').waitFor();
      await table().waitFor();
      expect([await page.overflow(), ...(await page.faults())]).toEqual([0]);
    },
  );
});
