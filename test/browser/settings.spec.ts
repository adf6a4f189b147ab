import { Chromium, hasChromium, withChromium, type Console } from '../support/chromium.js';
import { made, type BudgetAnswer, type Client, type Issued } from '../support/client.js';
import { Fleet } from '../support/fleet.js';
import { Receiver } from '../support/receiver.js';
import { ADMIN_KEY } from '../support/service.js';

// The forms of the console, on one service. Where there is no browser each test shows as skipped.
let fleet: Fleet;
let admin: Client;
let browser: Chromium;
let receiver: Receiver;
let root: BudgetAnswer;
let page: Console;

// Markup, a mark that turns round what follows it, and one long word.
const HOSTILE = `<img src=x onerror="document.title='owned'"> \u202Egnp.exe ${'w'.repeat(100)}`;

beforeAll(async () => {
  if (!hasChromium) return;
  [fleet, browser, receiver] = await Promise.all([
    Fleet.start(1, { PURSER_WEBHOOK_ALLOW_PRIVATE: 'true' }),
    Chromium.start(),
    Receiver.start(),
  ]);
  admin = fleet.client();
  root = await admin.root('1000', {
    name: 'research',
    timezone: 'Europe/Berlin',
    metadata: { team: 'research' },
  });
});
afterEach(async () => {
  await page?.close();
});
afterAll(async () => {
  if (!hasChromium) return;
  await browser.stop();
  receiver.stop();
  await fleet.expectAuditPasses();
  await fleet.stop();
  expect(browser.complaints).toEqual([]);
});

/** A child with one daily limit, and where its settings are. */
async function limited(): Promise<{ id: string; limits: string }> {
  const { id } = await admin.child(root.id, '50', {
    name: 'importer',
    envelopes: [{ name: 'daily', window: 'day', limit: '20' }],
  });
  return { id, limits: `/budgets/${id}/settings?part=limits` };
}

async function limitsOf(id: string): Promise<string[]> {
  const { envelopes = [] } = (await admin.get<BudgetAnswer>(`/v1/budgets/${id}`)).body;
  return envelopes.map(({ name, limit, onExceed }) => `${name} ${limit} ${onExceed}`);
}

async function changeElsewhere(id: string, changes: object): Promise<void> {
  const { envelopes, revision } = (await admin.get<BudgetAnswer>(`/v1/budgets/${id}`)).body;
  made(await admin.patch(`/v1/envelopes/${envelopes![0]!.id}`, changes, { revision }));
}

const operator = (): Promise<Issued> =>
  admin.issue(root.id, { name: 'ann', role: 'operator', holder: 'other' });

const button = (name: string) => page.page.getByRole('button', { name, exact: true });
const field = (name: string) => page.page.getByLabel(name, { exact: true });
const dialog = () => page.page.getByRole('alertdialog');

withChromium(
  'of a limit changed under another hand, mine goes on top of theirs (needs chromium)',
  async () => {
    const { id, limits } = await limited();
    page = await browser.open(admin.baseUrl);
    await page.signIn(ADMIN_KEY, limits);
    await button('Change').click();
    await field('Limit, USD').fill('25');
    await changeElsewhere(id, { limit: '30', name: 'every day' });
    await button('Save').click();
    const choice = page.page.getByRole('alert').filter({ hasText: 'Somebody has changed this meanwhile' });
    await choice.waitFor();
    expect(await choice.getByRole('row').allInnerTexts()).toEqual([
      expect.stringMatching(/Mine\s+Theirs/),
      expect.stringMatching(/^Name\s+not changed\s+every day$/),
      expect.stringMatching(/^Limit, USD\s+25\s+30$/),
    ]);
    await button('Keep mine').click();
    await page.page.getByText('The limit is changed.').waitFor();
    expect(await limitsOf(id)).toEqual(['every day 25 deny']);
    await button('Undo').click();
    await page.page.getByText('Undone.').waitFor();
    expect(await limitsOf(id)).toEqual(['every day 30 deny']);
  },
);

withChromium('the other choice is theirs, and nothing is sent (needs chromium)', async () => {
  const { id, limits } = await limited();
  page = await browser.open(admin.baseUrl);
  await page.signIn(ADMIN_KEY, limits);
  await button('Change').click();
  await field('Limit, USD').fill('25');
  await changeElsewhere(id, { limit: '30' });
  await button('Save').click();
  await button('Take theirs').click();
  await page.page.getByText('Somebody has changed this meanwhile').waitFor({ state: 'detached' });
  expect(await field('Limit, USD').inputValue()).toBe('30');
  expect(await limitsOf(id)).toEqual(['daily 30 deny']);
  // What was chosen is what is saved next.
  await field('Limit, USD').fill('31');
  await button('Save').click();
  await page.page.getByText('The limit is changed.').waitFor();
  expect(await limitsOf(id)).toEqual(['daily 31 deny']);
});

withChromium('what the service says stands at its field, with the focus (needs chromium)', async () => {
  const { id, limits } = await limited();
  page = await browser.open(admin.baseUrl);
  await page.signIn(ADMIN_KEY, limits);
  await button('Add a limit').click();
  await field('Name').fill('ask');
  await field('When it would be passed').selectOption('approve');
  await field('Limit, USD').fill('one and a half');
  await field('Within, seconds').fill('0');
  await button('Add the limit').click();
  await page.page.getByText(/^limit must be a decimal string/).waitFor();
  await page.page.getByText(/^approve.withinSeconds must be/).waitFor();
  const wrong = field('Limit, USD');
  await wrong.and(page.page.locator(':focus')).waitFor();
  expect(await wrong.getAttribute('aria-invalid')).toBe('true');
  await wrong.fill('1.5');
  expect(await wrong.getAttribute('aria-invalid')).toBe('false');
  expect(await field('Within, seconds').getAttribute('aria-invalid')).toBe('true');
  await field('Within, seconds').fill('900');
  await button('Add the limit').click();
  await page.page.getByText('The limit holds from now on.').waitFor();
  expect(await limitsOf(id)).toEqual(['daily 20 deny', 'ask 1.5 approve']);
});

withChromium('a limit is deleted only after a question, by keyboard alone (needs chromium)', async () => {
  const { id, limits } = await limited();
  page = await browser.open(admin.baseUrl);
  await page.signIn(ADMIN_KEY, limits);
  await button('Delete').focus();
  await page.page.keyboard.press('Enter');
  await dialog().waitFor();
  await page.page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await button('Delete').and(page.page.locator(':focus')).waitFor();
  expect(await limitsOf(id)).toEqual(['daily 20 deny']);
  await page.page.keyboard.press('Enter');
  await dialog().waitFor();
  await page.page.keyboard.press('Tab');
  await page.page.keyboard.press('Enter');
  await page.page.getByText('The limit is deleted.').waitFor();
  expect(await limitsOf(id)).toEqual([]);
});

withChromium('what is not saved is not lost without a question (needs chromium)', async () => {
  const { id } = await limited();
  page = await browser.open(admin.baseUrl);
  const { page: tab } = page;
  await page.signIn(ADMIN_KEY, `/budgets/${id}/settings`);
  await field('Name').fill('exporter');
  await tab.getByRole('link', { name: 'Limits' }).click();
  await dialog().waitFor();
  await button('Stay').click();
  expect(await field('Name').inputValue()).toBe('exporter');
  await tab.getByRole('link', { name: /^Approvals/ }).click();
  await button('Leave').click();
  await tab.waitForURL('**/approvals');
  expect((await admin.get<BudgetAnswer>(`/v1/budgets/${id}`)).body.name).toBe('importer');
});

withChromium('settings, policy and prices are saved as they are written (needs chromium)', async () => {
  const { id } = await limited();
  page = await browser.open(admin.baseUrl);
  const { page: tab } = page;
  await page.signIn(ADMIN_KEY, `/budgets/${id}/settings`);
  await field('Name').fill('exporter');
  await field('Ceiling, USD').fill('80');
  await field('Labels').fill('team=data\ncost centre=x');
  await button('Save').click();
  await tab.getByText(/^metadata must be an object/).waitFor();
  await field('Labels').fill('team=data\nstage=trial');
  await field('Reason').fill('new quarter');
  await button('Save').click();
  await tab.getByText('The settings are saved.').waitFor();

  await tab.getByRole('link', { name: 'Policy' }).click();
  await field('Vendors that may be paid').fill('acme\nopenai');
  await button('Save').click();
  await tab.getByText('The policy is saved.').waitFor();
  const { body } = await admin.get<BudgetAnswer>(`/v1/budgets/${id}`);
  expect(body).toMatchObject({
    name: 'exporter',
    ceiling: '80',
    metadata: { team: 'data', stage: 'trial' },
    policy: { vendors: { allow: ['acme', 'openai'] } },
  });

  await tab.getByRole('link', { name: 'Prices' }).click();
  await button('Set a price').click();
  await field('Vendor').fill('acme');
  await field('Item').fill('search');
  await field('Unit').fill('call');
  await field('Costs, USD').fill('0.10');
  await field('From, in Europe/Berlin').fill('2030-07-01T12:00');
  await tab.getByText('Tiers, and units that contain it').click();
  await field('Tiers').fill('1000 0.07');
  await field('Count usage of').selectOption('month');
  await button('Set the price').click();
  await tab.getByText('The price is set.').waitFor();
  await tab.getByText('to come').waitFor();
  const { items } = (await admin.get<{ items: object[] }>(`/v1/budgets/${id}/prices`)).body;
  expect(items).toMatchObject([
    {
      vendor: 'acme',
      item: 'search',
      from: '2030-07-01T10:00:00.000Z',
      tariff: {
        charges: [{ unit: 'call', amount: '0.10', over: 'month', tiers: [{ above: 1000, amount: '0.07' }] }],
      },
    },
  ]);
});

withChromium('a key is issued, its text shown once, rotated and revoked (needs chromium)', async () => {
  const { id } = await limited();
  page = await browser.open(admin.baseUrl);
  const { page: tab } = page;
  await page.signIn(ADMIN_KEY, `/budgets/${id}/settings?part=keys`);
  await button('Issue a key').click();
  await field('Name').fill('reader');
  await field('Role').selectOption('auditor');
  await button('Issue the key').click();
  const shown = tab.getByRole('group', { name: /The key reader/ }).getByRole('code');
  const first = await shown.innerText();
  expect((await admin.as(first).get('/v1/principal')).body.name).toBe('reader');
  await tab.getByRole('link', { name: 'Limits' }).click();
  await dialog().waitFor();
  await button('Stay').click();
  await button('I have it').click();
  expect(await tab.content()).not.toContain(first);

  await button('Rotate').click();
  await field('The old key ends').selectOption('0');
  await button('Rotate the key').click();
  const second = await shown.innerText();
  expect(second).not.toBe(first);
  await button('I have it').click();
  expect((await admin.as(first).get('/v1/principal')).status).toBe(401);

  await button('Revoke').first().click();
  await field('Reason').fill('left the team');
  await button('Revoke the key').click();
  await tab.getByText('The key is revoked.').waitFor();
  expect((await admin.as(second).get('/v1/principal')).status).toBe(401);
  await tab.getByText('No key of this budget works.').waitFor();
});

withChromium('a webhook is added, tried, and mended after it failed (needs chromium)', async () => {
  const { id } = await limited();
  page = await browser.open(admin.baseUrl);
  const { page: tab } = page;
  await page.signIn(ADMIN_KEY, `/budgets/${id}/settings?part=webhooks`);
  await button('Add a webhook').click();
  await field('Kind').selectOption('http');
  await field('URL').fill('nowhere');
  await button('Add the webhook').click();
  await tab.getByText(/^url must be a URL/).waitFor();
  await field('URL').fill(receiver.url);
  await button('Add the webhook').click();
  await tab.getByRole('group', { name: /signs what is delivered/ }).waitFor();
  await button('I have it').click();
  receiver.behave = Receiver.badly;
  await button('Open').click();
  await button('Send a test').click();
  const ping = tab.getByRole('row', { name: 'webhook.ping' });
  await ping.getByText('500').waitFor();
  await tab.getByText('1 parked').waitFor();
  receiver.behave = Receiver.well;
  await ping.getByRole('button', { name: 'Redeliver' }).click();
  await ping.getByText('delivered').waitFor();
  expect(receiver.taken.map(({ type }) => type)).toContain('webhook.ping');
});

withChromium('a session ended from another browser ends within a second (needs chromium)', async () => {
  const { secret } = await operator();
  page = await browser.open(admin.baseUrl);
  const other = await browser.open(admin.baseUrl);
  await page.signIn(secret!, '/settings');
  await other.signIn(secret!, '/settings');
  await other.page.getByText('Live', { exact: true }).waitFor();
  await page.page.reload();
  const end = page.page.getByRole('button', { name: 'End this session of ann' });
  await end.waitFor();
  const ended = other.page.getByLabel('Key').waitFor({ timeout: 2_000 });
  await end.click();
  await ended;
  await page.page.getByText('The session is over.').waitFor();
  await end.waitFor({ state: 'detached' });
  await other.close();
});

withChromium(
  'a key that is revoked while a form is filled leads to the sign-in (needs chromium)',
  async () => {
    const { id, secret } = await operator();
    page = await browser.open(admin.baseUrl);
    await page.signIn(secret!, `/budgets/${root.id}/settings`);
    await page.page.getByText('Live', { exact: true }).waitFor();
    await field('Name').fill('unsaved');
    await admin.write('DELETE', `/v1/keys/${id}`);
    await page.page.getByLabel('Key').waitFor();
    expect(new URL(page.page.url()).pathname).toBe('/sign-in');
  },
);

withChromium('who may look sees all of it, and no form (needs chromium)', async () => {
  const { id, limits } = await limited();
  const { secret } = await admin.issue(id, { name: 'looks on', role: 'auditor' });
  page = await browser.open(admin.baseUrl);
  const { page: tab } = page;
  await page.signIn(secret!, limits);
  await tab.getByText('daily').waitFor();
  const main = tab.getByRole('main');
  for (const part of ['General', 'Limits', 'Prices', 'Policy', 'Keys', 'Webhooks']) {
    await tab.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: part }).click();
    await page.heading(part).waitFor();
    expect(await tab.locator('nav[aria-label="Settings"] [aria-current]').allInnerTexts()).toEqual([part]);
    await main.getByRole('status').filter({ hasText: 'Loading' }).waitFor({ state: 'detached' });
    expect(await main.locator('form, button').allInnerTexts()).toEqual([]);
  }
});

withChromium('what somebody else wrote is text in every form (needs chromium)', async () => {
  const { id } = await admin.child(root.id, '5', {
    name: HOSTILE,
    envelopes: [{ name: HOSTILE, window: 'day', limit: '1' }],
    metadata: { note: HOSTILE },
  });
  await admin.issue(id, { name: HOSTILE });
  const webhook = { budgetId: id, url: 'https://example.com/hook', description: HOSTILE };
  made(await admin.post('/v1/webhooks', webhook));
  page = await browser.open(admin.baseUrl, { width: 375 });
  await page.signIn(ADMIN_KEY, `/budgets/${id}/settings`);
  await field('Name').waitFor();
  for (const part of ['limits', 'keys', 'webhooks']) {
    await page.page.goto(`/budgets/${id}/settings?part=${part}`);
    await page.page.getByRole('main').getByRole('list').getByText('⟨202E⟩').first().waitFor();
    expect([part, await page.overflow()]).toEqual([part, 0]);
  }
  expect(await page.page.title()).not.toBe('owned');
});

withChromium('the look is chosen once for the whole page, and kept (needs chromium)', async () => {
  page = await browser.open(admin.baseUrl);
  const { page: tab } = page;
  await page.signIn(ADMIN_KEY, '/settings');
  await tab.getByRole('radio', { name: 'Dark' }).check();
  expect(await tab.getByLabel('Theme').inputValue()).toBe('dark');
  await tab.getByRole('checkbox', { name: /^Single letters/ }).uncheck();
  await tab.reload();
  expect(await tab.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true);
  await tab.goto('/approvals');
  await tab.getByText('Letters are off').waitFor();
});

withChromium.each(['light', 'dark'] as const)(
  'axe finds nothing in the forms, and nothing is wider than the window, in %s (needs chromium)',
  async (colorScheme) => {
    const { id } = await limited();
    await admin.issue(id, { name: 'reader', role: 'auditor' });
    page = await browser.open(admin.baseUrl, { colorScheme, width: colorScheme === 'dark' ? 375 : 1440 });
    const { page: tab } = page;
    const found: Record<string, unknown> = {};
    const look = async (name: string): Promise<void> => {
      found[name] = [await page.overflow(), ...(await page.faults())];
    };
    await page.signIn(ADMIN_KEY, '/settings');
    await tab.getByText('this one').waitFor();
    await look('mine');
    const opened = {
      general: null,
      limits: 'Add a limit',
      prices: 'Set a price',
      policy: null,
      keys: 'Issue a key',
    };
    for (const [part, open] of Object.entries({ ...opened, webhooks: 'Add a webhook' })) {
      await tab.goto(`/budgets/${id}/settings?part=${part}`);
      if (open !== null) await button(open).click();
      await tab.getByRole('main').locator('form').waitFor();
      for (const summary of await tab.locator('summary').all()) await summary.click();
      await look(part);
    }
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, [0]])));
    expect(Object.keys(found)).toHaveLength(7);
  },
);
