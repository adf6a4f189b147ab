import { Chromium, hasChromium, withChromium, type Console } from '../support/chromium.js';
import { made, type BudgetAnswer, type Client } from '../support/client.js';
import { Fleet } from '../support/fleet.js';
import { ADMIN_KEY } from '../support/service.js';

// The tree, and the levers, in Debian's chromium, on one service. Where there is no browser each test shows as skipped.

let fleet: Fleet;
let admin: Client;
let browser: Chromium;
/** Signed in as the admin, at the width of a desk; tests that need another page open one. */
let page: Console;

const names = { fleet: '', research: '', reader: '', writer: '', support: '' };

const HOSTILE = `<img src=x onerror="document.title='owned'"> \u202Egnp.exe ${'long '.repeat(30)}`;

beforeAll(async () => {
  if (!hasChromium) return;
  [fleet, browser] = await Promise.all([Fleet.start(1), Chromium.start()]);
  admin = fleet.client();
  const envelopes = [{ window: 'day', limit: '100', name: 'daily' }];
  names.fleet = (await admin.root('1000', { name: 'fleet', envelopes })).id;
  const child = async (name: string, parent: string, fields: object = {}) =>
    (await admin.child(parent, '20', { name, ...fields })).id;
  names.research = await child('research', names.fleet, { guarantee: '200', metadata: { team: 'lab' } });
  names.support = await child('support', names.fleet);
  names.reader = await child('reader', names.research, { ref: 'run-17/reader' });
  names.writer = await child('writer', names.research);
  const old = await child('last year', names.fleet);
  made(await admin.post(`/v1/budgets/${old}/close`));
  await admin.pay(names.reader, '7.25');
  page = await browser.open(admin.baseUrl);
  await page.signIn(ADMIN_KEY, '/tree');
});
afterAll(async () => {
  if (!hasChromium) return;
  await page.close();
  await browser.stop();
  await fleet.expectAuditPasses();
  await fleet.stop();
  expect(browser.complaints).toEqual([]);
});

const row = (name: string, { page: tab } = page) => tab.locator('[role=row][data-index]', { hasText: name });

const stateOf = async (id: string): Promise<string> => (await admin.budget(id)).state;

/** Goes to the tree as somebody who comes for the first time. */
async function fresh(path = '/tree'): Promise<void> {
  await page.page.evaluate('sessionStorage.clear()');
  await page.page.goto(path);
  await page.page.getByRole('treegrid').waitFor();
}

/** Opens the dialog of a lever from the menu of a row. */
async function pull(name: string, lever: string): Promise<void> {
  await row(name)
    .getByRole('button', { name: `Levers of ${name}` })
    .click();
  await page.page.getByRole('menuitem', { name: lever }).click();
}

const press = (name: string) => page.page.getByRole('button', { name, exact: true }).click();

withChromium('a tree opens row by row, and what is closed is folded away (needs chromium)', async () => {
  await fresh();
  await row('research').waitFor();
  await row('fleet').getByText('780.00').waitFor();
  expect(await row('reader').count()).toBe(0);
  await row('research').click();
  await row('reader').getByText('7.25').waitFor();
  expect(await row('last year').count()).toBe(0);
  await page.page.getByRole('button', { name: '1 closed' }).click();
  await row('last year').getByText('closed', { exact: true }).waitFor();
  expect(new URL(page.page.url()).search).toBe('?closed=true');
  await page.page.reload();
  await row('reader').waitFor();
});

withChromium(
  'the keys of a treegrid open, close and move, and reach the levers (needs chromium)',
  async () => {
    await fresh();
    await row('research').waitFor();
    const { keyboard } = page.page;
    const focused = (): Promise<string> =>
      page.page.evaluate<string>('document.activeElement?.closest("[role=row]")?.textContent ?? ""');
    await row('fleet').focus();
    await keyboard.press('ArrowDown');
    expect(await focused()).toContain('research');
    await keyboard.press('ArrowRight');
    await row('reader').waitFor();
    expect(await row('research').getAttribute('aria-expanded')).toBe('true');
    await keyboard.press('ArrowDown');
    expect(await focused()).toContain('reader');
    await keyboard.press('ArrowLeft');
    expect(await focused()).toContain('research');
    await keyboard.press('ArrowLeft');
    expect(await row('research').getAttribute('aria-expanded')).toBe('false');
    await keyboard.press('End');
    expect(await focused()).toContain('closed');
    await keyboard.press('Home');
    expect(await focused()).toContain('fleet');
    await keyboard.press('ArrowDown');
    await row('research').getByRole('button').focus();
    await keyboard.press('Enter');
    await page.page.getByRole('menuitem', { name: 'Freeze…' }).waitFor();
    await keyboard.press('Enter');
    await page.page.getByRole('dialog', { name: 'Freeze research?' }).waitFor();
    await keyboard.press('Escape');
    await row('research').locator(':focus').waitFor();
  },
);

withChromium(
  'a search goes by name, reference, label and state, and its address keeps it (needs chromium)',
  async () => {
    await fresh();
    const search = page.page.getByRole('searchbox');
    await search.fill('EAD');
    await row('reader').getByText('fleet / research /').waitFor();
    expect(await row('writer').count()).toBe(0);
    await page.page.waitForURL('**/tree?q=EAD');
    await search.fill('team:lab');
    await row('research').waitFor();
    await row('reader').waitFor({ state: 'detached' });
    await search.fill('17/');
    await row('reader').waitFor();
    await page.page.reload();
    await row('reader').waitFor();
    await search.fill('no such thing');
    await page.page.getByText('No budget is like that.').waitFor();
    await search.fill('');
    await page.page.getByLabel('State', { exact: true }).selectOption('closed');
    await row('last year').waitFor();
  },
);

withChromium(
  'a freeze is taken back by its notice, and resuming a frozen one needs no reason (needs chromium)',
  async () => {
    await fresh();
    await pull('support', 'Freeze…');
    await page.page.getByLabel('Reason').fill('looks like a loop');
    await press('Freeze');
    await page.page.getByText('support is frozen.').waitFor();
    await row('support').getByText('frozen', { exact: true }).waitFor();
    expect(await stateOf(names.support)).toBe('frozen');
    await row('support').locator(':focus').waitFor();
    await press('Undo');
    // The button is gone: the focus is where it came from.
    await row('support').locator(':focus').waitFor();
    await page.page.getByText('support goes on.').waitFor();
    expect(await stateOf(names.support)).toBe('active');

    made(await admin.post(`/v1/budgets/${names.support}/freeze`));
    await row('support').getByText('frozen', { exact: true }).waitFor();
    await pull('support', 'Resume…');
    await press('Resume');
    await row('support').getByText('frozen', { exact: true }).waitFor({ state: 'detached' });
    expect(await stateOf(names.support)).toBe('active');
  },
);

withChromium(
  'money goes in and comes out again, and a limit is lowered and put back (needs chromium)',
  async () => {
    await fresh();
    const allocated = async (): Promise<string> => (await admin.budget(names.fleet)).balances.allocated;
    await pull('fleet', 'Fund…');
    await page.page.getByLabel('Amount in USD').fill('50');
    await press('Fund');
    await page.page.getByText('fleet got 50.00 USD.').waitFor();
    expect(await allocated()).toBe('1050');
    await press('Undo');
    await page.page.getByText('50.00 USD were taken out again.').waitFor();
    expect(await allocated()).toBe('1000');

    const limit = async (): Promise<string | undefined> =>
      (await admin.budget(names.fleet)).envelopes?.[0]?.limit;
    await pull('fleet', 'Lower a limit…');
    await page.page.getByLabel('New limit in USD').fill('120');
    await press('Lower');
    await page.page.getByText('This is not lower than 100.').waitFor();
    await page.page.getByLabel('New limit in USD').fill('60');
    await press('Lower');
    await page.page.getByText('daily (a day) is 60 now, and was 100.').waitFor();
    expect(await limit()).toBe('60');
    await press('Undo');
    await page.page.getByText('daily (a day) is 100 again.').waitFor();
    expect(await limit()).toBe('100');
  },
);

withChromium(
  'a sub-budget comes with a key that works, and what is wrong stands at its field (needs chromium)',
  async () => {
    await fresh();
    await row('research').click();
    await pull('research', 'Open a sub-budget…');
    const dialog = page.page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('editor');
    await dialog.getByLabel('Guarantee in USD').fill('ten');
    await press('Open');
    await dialog.locator('[aria-invalid=true]').waitFor();
    expect(await dialog.getByLabel('Guarantee in USD').getAttribute('aria-invalid')).toBe('true');
    await dialog.getByLabel('Guarantee in USD').fill('5000');
    await press('Open');
    await dialog
      .getByText(/largest that would pass|available/i)
      .last()
      .waitFor();
    await dialog.getByLabel('Guarantee in USD').fill('10');
    await press('Open');
    const secret = await dialog.locator('code').textContent();
    await press('Done');
    await row('editor')
      .getByText(/^10\.00/)
      .waitFor();
    const { items } = made(await admin.get<{ items: BudgetAnswer[] }>('/v1/budgets?q=editor'));
    expect(items).toHaveLength(1);
    expect((await admin.as(secret ?? '').reserve(items[0]!.id, '1')).status).toBe(201);

    await pull('editor', 'Close…');
    await page.page.getByRole('alertdialog').getByLabel('Only if nothing is set aside').check();
    await press('Close for good');
    await page.page.getByRole('alertdialog').getByText('1 reservations are still held').waitFor();
    await page.page.getByLabel('Only if nothing is set aside').uncheck();
    await press('Close for good');
    await page.page.getByText('editor is closed.').waitFor();
    await row('editor').waitFor({ state: 'detached' });
  },
);

withChromium(
  'who may only look is offered no lever, and sees nothing above their budget (needs chromium)',
  async () => {
    const { secret } = await admin.issue(names.research, { name: 'looks on', role: 'auditor' });
    const theirs = await browser.open(admin.baseUrl);
    await theirs.signIn(secret!, '/tree');
    await row('research', theirs).waitFor();
    expect(await row('fleet', theirs).count()).toBe(0);
    expect(await theirs.page.getByRole('button', { name: /Levers/ }).count()).toBe(0);
    await theirs.page.getByRole('searchbox').fill('reader');
    await row('reader', theirs).getByText('research /', { exact: true }).waitFor();
    await theirs.close();
  },
);

withChromium(
  'a limit that is close stands at its row, and levers on the page of a budget (needs chromium)',
  async () => {
    const envelopes = [{ window: 'day', limit: '2', name: 'pocket money' }];
    const { id } = await admin.child(names.support, '5', { name: 'spender', envelopes });
    await admin.pay(id, '1.85');
    await fresh(`/tree?root=${names.support}`);
    await row('spender').getByText('pocket money 92 %').waitFor();
    await row('spender').getByRole('link', { name: 'spender' }).click();
    await press('Levers');
    await page.page.getByRole('menuitem', { name: 'Close…' }).waitFor();
    await page.page.keyboard.press('Escape');
  },
);

withChromium(
  'rows stay open and in their place while others spend and delegate (needs chromium)',
  async () => {
    await fresh();
    await row('research').click();
    await row('writer').focus();
    const place = (): Promise<number> =>
      row('writer').evaluate((element) => element.getBoundingClientRect().top);
    const before = await place();
    const spend = async (): Promise<void> => {
      for (let n = 0; n < 40; n += 1) await admin.pay(names.writer, '0.25');
    };
    await Promise.all([spend(), spend()]);
    await admin.child(names.research, '1', { name: 'late comer' });
    await row('writer')
      .getByText(/^20\.00/)
      .waitFor();
    await row('late comer').waitFor();
    expect(await place()).toBe(before);
    expect(await row('writer').evaluate((element) => element === element.ownerDocument.activeElement)).toBe(
      true,
    );
  },
);

withChromium('names are text, whatever they hold, and fit a phone (needs chromium)', async () => {
  await admin.child(names.support, '1', { name: HOSTILE.slice(0, 200) });
  const phone = await browser.open(admin.baseUrl, { width: 320 });
  await phone.signIn(ADMIN_KEY, `/tree?root=${names.support}`);
  await row('⟨202E⟩', phone).waitFor();
  expect(await phone.page.title()).toBe('Tree · Purser');
  expect(await phone.overflow()).toBe(0);
  await row('⟨202E⟩', phone).getByRole('button').click();
  await phone.page.getByRole('menuitem', { name: 'Freeze…' }).click();
  await phone.page.getByRole('dialog').waitFor();
  expect(await phone.overflow()).toBe(0);
  await phone.close();
});

withChromium.each([
  ['light', 375],
  ['dark', 1440],
] as const)('axe finds nothing in %s, at %d pixels (needs chromium)', async (colorScheme, width) => {
  const look = await browser.open(admin.baseUrl, { colorScheme, width });
  await look.signIn(ADMIN_KEY, '/tree');
  await row('research', look).click();
  await row('reader', look).waitFor();
  expect([await look.overflow(), ...(await look.faults())]).toEqual([0]);
  await row('fleet', look).getByRole('button').click();
  await look.page.getByRole('menuitem', { name: 'Lower a limit…' }).click();
  await look.page.getByLabel('New limit in USD').waitFor();
  expect([await look.overflow(), ...(await look.faults())]).toEqual([0]);
  await look.close();
});
