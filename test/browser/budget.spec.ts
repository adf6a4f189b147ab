import { uuidOf } from '../../src/ids/ids.js';
import { Chromium, hasChromium, withChromium, type Console } from '../support/chromium.js';
import type { BudgetAnswer, Client } from '../support/client.js';
import { CuttableLink } from '../support/cuttable-link.js';
import { Fleet } from '../support/fleet.js';
import { ADMIN_KEY } from '../support/service.js';
import { addedUp } from '../support/spend.js';

// The page of a budget in Debian's chromium, on one service. Where there is no browser each test shows as skipped.

let fleet: Fleet;
let admin: Client;
let browser: Chromium;
/** Signed in as the admin, for all tests that change no session. */
let shared: Console;
let page: Console | undefined;

/** As large as a balance can be, and as small. */
const LARGEST = '999999999999.999999';
const SMALLEST = '0.000001';

const HOSTILE = `<img src=x onerror="document.title='owned'"> \u202Egnp.exe ${'long '.repeat(30)}`;

const DAILY = { window: 'day', limit: '20', name: 'daily' };

beforeAll(async () => {
  if (!hasChromium) return;
  [fleet, browser] = await Promise.all([Fleet.start(1), Chromium.start()]);
  admin = fleet.client();
  shared = await browser.open(admin.baseUrl);
  await shared.signIn(ADMIN_KEY);
});
afterEach(async () => {
  await page?.close();
  page = undefined;
});
afterAll(async () => {
  if (!hasChromium) return;
  await browser.stop();
  await fleet.expectAuditPasses();
  await fleet.stop();
  expect(browser.complaints).toEqual([]);
});

/** Opens the page of a budget, and waits for its name. */
async function opened(
  budget: Pick<BudgetAnswer, 'id' | 'name'>,
  { page: tab } = shared,
): Promise<typeof tab> {
  await tab.goto(`/budgets/${budget.id}`);
  await tab.getByRole('heading', { level: 1, name: budget.name, exact: true }).waitFor();
  return tab;
}

/** An amount of the API as a page shows it: with commas, and two decimals at least. */
function shown(amount: string): string {
  const [whole = '', decimals = ''] = amount.split('.');
  return `${whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')}.${decimals.padEnd(2, '0')}`;
}

const sectionOf = (tab: Console['page'], name: string) => tab.getByRole('region', { name, exact: true });

withChromium(
  'a budget shows what the API says of its money and its limits, to the unit (needs chromium)',
  async () => {
    const envelopes = [
      { window: 'month', limit: LARGEST, name: 'monthly' },
      {
        window: 'lifetime',
        limit: '0.000003',
        per: 'vendor',
        name: 'by vendor',
        match: { vendors: ['tiny', 'none'] },
      },
      { window: 'hour', metric: 'count', limit: '1234567', name: 'calls' },
      { window: 'transaction', limit: '888888888888.88', name: 'largest' },
    ];
    const root = await admin.root(LARGEST, { name: 'research', timezone: 'Europe/Berlin', envelopes });
    await admin.pay(root.id, '123456789012.345678', { vendor: 'acme' });
    await admin.pay(root.id, SMALLEST, { vendor: 'tiny' });
    await admin.hold(root.id, '7.25', { vendor: 'acme' });
    const child = await admin.child(root.id, '1000', { name: 'writer', ceiling: '5000' });
    await admin.pay(child.id, '2.5');

    const tab = await opened(root);
    const { body } = await admin.get(`/v1/budgets/${root.id}`);
    const money = await sectionOf(tab, 'Money').innerText();
    expect(money).toContain(`${shown(body.balances.available)} USD`);
    expect(money).toContain(`left of ${shown(body.balances.allocated)}`);
    expect(money).toContain(shown(body.balances.spent));
    expect(money).toContain(shown(body.subtree.spent));
    const label = await sectionOf(tab, 'Money').getByRole('img').getAttribute('aria-label');
    expect(label).toContain(
      `spent ${shown(body.subtree.spent)} USD, reserved ${shown(body.subtree.reserved)} USD`,
    );

    await sectionOf(tab, 'Limits').getByText('At most 888,888,888,888.88 USD for each payment.').waitFor();
    const limits = await sectionOf(tab, 'Limits').innerText();
    for (const { limit, usage, metric } of body.envelopes)
      for (const { used, remaining } of usage) {
        const text = (value: string): string =>
          metric === 'amount' ? shown(value) : Number(value).toLocaleString('en');
        const unit = metric === 'amount' ? ' USD' : '';
        expect(limits).toContain(`${text(used)} of ${text(limit)}${unit}, ${text(remaining)} left`);
      }
    expect(limits).toContain('tiny: 0.000001 of 0.000003 USD, 0.000002 left');

    const writer = sectionOf(tab, 'Children').getByRole('link', { name: 'writer' });
    await writer.waitFor();
    expect(await sectionOf(tab, 'Children').innerText()).toContain('2.50');
    await writer.click();
    await shared.heading('writer').waitFor();
    await tab.getByText('It is sure of 1,000.00, and may draw up to 5,000.00 USD').waitFor();
    await tab.getByRole('navigation', { name: 'Path' }).getByRole('link', { name: 'research' }).click();
    await shared.heading('research').waitFor();
  },
);

withChromium('a limit changes under the page, and the page follows (needs chromium)', async () => {
  const root = await admin.root('100', { name: 'followed', envelopes: [DAILY] });
  const tab = await opened(root);
  const limits = sectionOf(tab, 'Limits');
  await limits.getByText('0.00 of 20.00 USD, 20.00 left').waitFor();
  await tab.getByText('Live', { exact: true }).waitFor();
  const [envelope] = root.envelopes ?? [];
  await admin.patch(`/v1/envelopes/${envelope?.id}`, { limit: '5.5', name: 'narrow' }, { revision: 1 });
  await limits.getByText('0.00 of 5.50 USD, 5.50 left').waitFor();
  await limits.getByText('narrow', { exact: true }).waitFor();
  await admin.hold(root.id, '5');
  await limits.getByText('5.00 of 5.50 USD, 0.50 left').waitFor();
  expect(await limits.getByRole('meter').getAttribute('aria-valuenow')).toBe('90');
  await sectionOf(tab, 'Money').getByText('95.00 USD').waitFor();
});

withChromium('a budget says what it spends by whom, and how that goes on (needs chromium)', async () => {
  const root = await admin.root('100', { name: 'spender', timezone: 'Europe/Berlin', dimensions: ['team'] });
  const child = await admin.child(root.id, '30', { name: 'writer', metadata: { team: 'search' } });
  // Two days ago: before that it was not there.
  const { sql } = fleet.database;
  await sql`UPDATE budgets SET created_at = created_at - interval '2 days' WHERE id = ${uuidOf(root.id)}`;
  await admin.pay(root.id, '3.000001', { vendor: 'acme' });
  await admin.pay(child.id, '7.5', { vendor: 'lambda' });
  await addedUp(sql);
  const tab = await opened(root);
  const spend = sectionOf(tab, 'Spend');
  await spend.getByText('runs out on').waitFor();
  const forecast = (await spend.innerText()).replaceAll(/\s+/g, ' ');
  expect(forecast).toMatch(/Spent this month 10\.500001 USD/);
  expect(forecast).toMatch(/Forecast to [0-9]+ \w+ 20[0-9]{2} about [0-9.]+ USD/);
  expect(await spend.getByRole('row', { name: /lambda/ }).innerText()).toContain('7.50');
  const chart = spend.getByRole('slider', { name: 'Spent by vendor and day' });
  expect(await chart.getAttribute('aria-valuetext')).toMatch(
    /^All together: lambda 7\.50 USD, acme 3\.000001 USD(, at this rate nothing)?$/,
  );
  await spend.getByRole('combobox', { name: 'by' }).selectOption('child');
  await spend.getByRole('row', { name: /writer/ }).waitFor();
  expect(new URL(tab.url()).search).toBe('?by=child&days=30');
  await spend.getByRole('combobox', { name: 'by' }).selectOption('team');
  await spend.getByRole('row', { name: /search/ }).waitFor();
  // The audit holds the time against the journal.
  await sql`UPDATE budgets SET created_at = created_at + interval '2 days' WHERE id = ${uuidOf(root.id)}`;
});

withChromium('what holds a budget up is said in words (needs chromium)', async () => {
  const root = await admin.root('100', { name: 'fleet' });
  const breaker = { window: 'transaction', limit: '2', onExceed: 'pause', name: 'breaker' };
  const [frozen, paused, owing, closed] = await Promise.all([
    admin.child(root.id, '10', { name: 'frozen one' }),
    admin.child(root.id, '10', { name: 'paused one', envelopes: [breaker] }),
    admin.child(root.id, '1', { name: 'owing one' }),
    admin.child(root.id, '10', { name: 'closed one' }),
  ]);
  const below = await admin.child(frozen.id, '1', { name: 'below' });
  await admin.post(`/v1/budgets/${frozen.id}/freeze`, { reason: 'out of order' });
  await admin.reserve(paused.id, '3');
  const { id } = await admin.hold(owing.id, '1');
  await admin.post(`/v1/reservations/${id}/commit`, { amount: '150.000001', overage: 'overdraft' });
  await admin.post(`/v1/budgets/${closed.id}/close`, { reason: 'ready' });

  const standing = async (budget: BudgetAnswer): Promise<string> => {
    const tab = await opened(budget);
    const list = tab.getByRole('list', { name: 'What holds it up' });
    await list
      .getByText(/^By |. By |more than it had|Nothing is reserved here/)
      .first()
      .waitFor();
    return (await list.innerText()).replaceAll(/\s+/g, ' ');
  };
  expect(await standing(frozen)).toMatch(
    /^Frozen: nothing is reserved or delegated here or below\. .*By the admin, .*: out of order\.$/,
  );
  expect(await standing(below)).toBe('Nothing is reserved here while frozen one is frozen.');
  expect(await standing(paused)).toMatch(
    /^Paused by its limits: .*In the way: breaker of paused one.*3\.00 was asked for\.$/,
  );
  expect(await standing(owing)).toMatch(/It paid [0-9.]+ USD more than it had\./);
  expect(await standing(closed)).toMatch(
    /^Closed for good\. What was left went back to its parent\. .*: ready\.$/,
  );
  await admin.post(`/v1/budgets/${frozen.id}/resume`);
  const tab = await opened(frozen);
  await sectionOf(tab, 'Money').waitFor();
  expect(await tab.getByRole('list', { name: 'What holds it up' }).count()).toBe(0);
});

withChromium(
  'names, labels and reasons of a budget are text, whatever they hold (needs chromium)',
  async () => {
    const root = await admin.root('50', {
      name: HOSTILE.slice(0, 200),
      envelopes: [{ ...DAILY, name: HOSTILE.slice(0, 200) }],
    });
    const child = await admin.child(root.id, '5', { name: '<script>alert(1)</script>' });
    await admin.post(`/v1/budgets/${root.id}/freeze`, { reason: HOSTILE.slice(0, 500) });
    page = await browser.open(admin.baseUrl, { width: 375 });
    await page.signIn(ADMIN_KEY, `/budgets/${child.id}`);
    await page.heading('<script>alert(1)</script>').waitFor();
    await page.page.getByText('⟨202E⟩').first().waitFor();
    await page.page.getByRole('navigation', { name: 'Path' }).getByRole('link').nth(1).click();
    await page.page.getByRole('heading', { level: 1 }).getByText('⟨202E⟩').waitFor();
    await page.page.getByText('Frozen: nothing').waitFor();
    expect(await page.page.title()).toContain('⟨202E⟩');
    expect(await page.overflow()).toBe(0);
  },
);

withChromium(
  'a budget that is missing or out of reach is said to be so, and those above one are not shown (needs chromium)',
  async () => {
    const root = await admin.root('100', { name: 'secret root' });
    const child = await admin.child(root.id, '10', { name: 'mine' });
    const { secret } = await admin.issue(child.id, { role: 'auditor', name: 'looks on' });
    page = await browser.open(admin.baseUrl);
    const { page: tab } = page;
    await page.signIn(secret!, `/budgets/${child.id}`);
    await page.heading('mine').waitFor();
    expect(await tab.getByText('secret root').count()).toBe(0);
    for (const id of [root.id, 'budget_01k9v3n8h2f0g9x7m4q5r6s7t8']) {
      await tab.goto(`/budgets/${id}`);
      await tab.getByText('There is no such thing, or not for your key').waitFor();
      expect(await tab.getByRole('button', { name: 'Try again' }).count()).toBe(1);
    }
  },
);

withChromium(
  'a page whose stream was cut says so, and has what it missed when it is back (needs chromium)',
  async () => {
    const root = await admin.root('100', { name: 'cut off', envelopes: [DAILY] });
    const link = await CuttableLink.start(admin.baseUrl);
    page = await browser.open(link.url);
    const { page: tab } = page;
    await page.signIn(ADMIN_KEY, `/budgets/${root.id}`);
    await tab.getByText('Live', { exact: true }).waitFor();
    link.cut();
    await tab.getByText(/^As of .*, trying again$/).waitFor();
    await admin.pay(root.id, '3.75', { vendor: 'acme' });
    link.mend();
    await tab.getByText('Live', { exact: true }).waitFor();
    await sectionOf(tab, 'Limits').getByText('3.75 of 20.00 USD, 16.25 left').waitFor();
    await sectionOf(tab, 'Latest reservations').getByText('acme').waitFor();
    await page.close();
    await link.stop();
    page = undefined;
  },
);

describe.each(['light', 'dark'] as const)(
  'axe finds nothing on the page of a budget, and nothing is wider than the window, in %s',
  (colorScheme) => {
    withChromium.each([375, 1440])('at %d pixels (needs chromium)', async (width) => {
      const root = await admin.root('1000', {
        name: `fleet ${colorScheme} ${width}`,
        envelopes: [DAILY, { window: 'day', limit: '8', per: 'vendor' }],
      });
      const child = await admin.child(root.id, '100', { name: 'writer' });
      await admin.pay(child.id, '7.5', { vendor: 'acme', item: 'gpt-large' });
      await admin.post(`/v1/budgets/${child.id}/freeze`, { reason: 'enough' });
      page = await browser.open(admin.baseUrl, { colorScheme, width });
      await page.signIn(ADMIN_KEY, `/budgets/${root.id}`);
      await sectionOf(page.page, 'Latest reservations').getByText('acme').waitFor();
      expect([await page.overflow(), ...(await page.faults())]).toEqual([0]);
    });
  },
);
