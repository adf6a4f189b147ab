import { Chromium, hasChromium, withChromium, type Console } from '../support/chromium.js';
import { made, type Client, type Issued } from '../support/client.js';
import { denialOn, DENIALS } from '../support/denied.js';
import { Fleet } from '../support/fleet.js';
import { ADMIN_KEY } from '../support/service.js';

// Reservations, the journal and Why? in Debian's chromium, on one service. Where there is no browser each test shows as skipped.

let fleet: Fleet;
let admin: Client;
let browser: Chromium;
let root: string;
let agent: Issued;
let page: Console;

/** Markup, a mark that turns round what follows it, and more than fits. */
const HOSTILE = `<img src=x onerror="document.title='owned'"> \u202Egnp.exe ${'long '.repeat(150)}`;

beforeAll(async () => {
  if (!hasChromium) return;
  [fleet, browser] = await Promise.all([Fleet.start(1), Chromium.start()]);
  admin = fleet.client();
  const asks = { window: 'transaction', limit: '100', onExceed: 'approve', name: 'ask' };
  const envelopes = [{ ...asks, approve: { approvals: 1, withinSeconds: 3600 } }];
  ({ id: root } = await admin.root('10000', { name: 'research', timezone: 'Europe/Berlin', envelopes }));
  agent = await admin.issue(root, { name: 'summariser' });
});
afterEach(async () => {
  await page?.close();
});
afterAll(async () => {
  if (!hasChromium) return;
  await browser.stop();
  await fleet.expectAuditPasses();
  await fleet.stop();
  expect(browser.complaints).toEqual([]);
});

/** A reservation that people approved, with more time, two payments and a refund. */
async function lived(): Promise<string> {
  const { id } = (await agent.client.reserve(root, '120', { vendor: 'acme', reason: 'GPU hours' })).body;
  const ann = await admin.issue(root, { name: 'ann', role: 'approver', holder: 'other' });
  made(await ann.client.post(`/v1/reservations/${id}/approve`, { comment: 'within the plan' }));
  made(await agent.client.post(`/v1/reservations/${id}/extend`, { ttlSeconds: 3600 }));
  made(await agent.client.post(`/v1/reservations/${id}/commit`, { amount: '30.25', final: false }));
  made(await agent.client.post(`/v1/reservations/${id}/commit`, { amount: '40' }));
  made(
    await admin.post(`/v1/reservations/${id}/refund`, {
      amount: '5.5',
      reason: 'billed twice',
      externalId: 're-1',
    }),
  );
  return id;
}

withChromium(
  'a reservation is a timeline from its request to its refund, with amounts, times and who (needs chromium)',
  async () => {
    const id = await lived();
    page = await browser.open(admin.baseUrl);
    await page.signIn(ADMIN_KEY, `/reservations/${id}`);
    const { page: tab } = page;
    const steps = tab.getByRole('region', { name: 'What happened' }).getByRole('listitem');
    await steps.nth(5).waitFor();
    await tab.getByText('by ann').waitFor();
    const texts = await steps.allInnerTexts();
    expect(texts).toHaveLength(6);
    const expected = [
      [/Asked a person, with the money set aside by summariser/, /120\.00 USD/],
      [/Approved, and held by ann/, /within the plan/],
      [/Extended by summariser/],
      [/Paid a part by summariser/, /30\.25 USD/, /held 89\.75, paid 30\.25/],
      [/Paid by summariser/, /40\.00 USD/, /held 0\.00, paid 70\.25/],
      [/Refunded by the admin/, /billed twice/, /5\.50 USD/, /paid 64\.75/],
    ];
    for (const [i, patterns] of expected.entries())
      for (const pattern of patterns) expect(texts[i]?.replaceAll(/\s+/g, ' ')).toMatch(pattern);
  },
);

withChromium(
  'the address has the question, the filters show it, and a reload asks it again (needs chromium)',
  async () => {
    const { id } = await admin.child(root, '50', { name: 'filtered' });
    const held = await admin.hold(id, '1', { vendor: 'held-one', runId: 'run-7' });
    await admin.pay(id, '2', { vendor: 'paid-one' });
    page = await browser.open(admin.baseUrl);
    const { page: tab } = page;
    await page.signIn(ADMIN_KEY, `/reservations?budgetId=${id}`);
    const rows = tab.getByRole('table').getByRole('row');
    await tab.getByText('paid-one').waitFor();
    expect(await rows.count()).toBe(3);
    await tab.getByRole('checkbox', { name: 'held', exact: true }).check({ force: true });
    await tab.waitForURL(/state=held/);
    await tab.getByText('paid-one').waitFor({ state: 'detached' });
    await tab.reload();
    await tab.getByText('held-one').waitFor();
    expect(await rows.count()).toBe(2);
    expect(await tab.getByRole('checkbox', { name: 'held', exact: true }).isChecked()).toBe(true);

    // By keyboard: a text and Enter, and a row to its page.
    await tab.getByLabel('Run', { exact: true }).fill('run-8');
    await tab.keyboard.press('Enter');
    await tab.getByText('No reservation is like that.').waitFor();
    await tab.getByRole('button', { name: 'Clear' }).focus();
    await tab.keyboard.press('Enter');
    await tab.waitForURL((url) => url.search === '');
    await tab.goto(`/reservations?runId=run-7`);
    await rows.nth(1).getByRole('link').first().focus();
    await tab.keyboard.press('Enter');
    await tab.waitForURL(`**/reservations/${held.id}`);
  },
);

withChromium('pages are asked for one by one, and all of them after a reload (needs chromium)', async () => {
  const { id } = await admin.child(root, '90', { name: 'many' });
  await Promise.all(Array.from({ length: 60 }, (_, i) => admin.hold(id, '1', { vendor: `vendor-${i}` })));
  page = await browser.open(admin.baseUrl);
  const { page: tab } = page;
  await page.signIn(ADMIN_KEY, `/reservations?budgetId=${id}`);
  const rows = tab.getByRole('table').getByRole('row');
  await tab.getByRole('button', { name: 'Show more' }).click();
  await tab.waitForURL((url) => url.searchParams.has('pages'));
  await rows.nth(60).waitFor();
  await tab.reload();
  await rows.nth(60).waitFor();
  expect(await rows.count()).toBe(61);
  // What happens elsewhere appears by itself.
  await admin.hold(id, '1', { vendor: 'just-now' });
  await tab.getByText('just-now').waitFor();
});

withChromium('an entry of the journal opens to the whole of it, by keyboard (needs chromium)', async () => {
  const { id } = await admin.child(root, '50', { name: 'importer', ceiling: '60' });
  await admin.pay(id, '7', { vendor: 'acme' });
  page = await browser.open(admin.baseUrl);
  const { page: tab } = page;
  await page.signIn(ADMIN_KEY, `/journal?budgetId=${id}&kind=commit`);
  await tab.getByText('paid at acme').waitFor();
  await tab.getByRole('button', { name: 'The whole entry, version 3' }).focus();
  await tab.keyboard.press('Enter');
  const spent = tab.getByRole('row', { name: /^spent/ });
  await spent.waitFor();
  expect((await spent.innerText()).split(/\s+/)).toEqual(['spent', '0.00', '7.00', '7.00']);
  await tab.getByLabel('The entry as JSON').getByText('"kind": "commit"').waitFor();
  await tab.getByText('Hash', { exact: true }).waitFor();
});

withChromium('a change of settings shows what was before, and what is since (needs chromium)', async () => {
  const limits = { envelopes: [{ window: 'day', limit: '20', name: 'daily' }] };
  const child = await admin.child(root, '50', { name: 'importer', metadata: { team: 'a' }, ...limits });
  const policy = { vendors: { allow: ['acme', 'zeta'] } };
  const change = { name: 'exporter', ceiling: '75.5', metadata: { team: 'b' }, policy };
  made(await admin.patch(`/v1/budgets/${child.id}`, change, { revision: 1 }));
  const [daily] = child.envelopes ?? [];
  made(await admin.patch(`/v1/envelopes/${daily?.id}`, { limit: '7.25' }, { revision: 2 }));
  page = await browser.open(admin.baseUrl);
  const { page: tab } = page;
  const changes = async (): Promise<string[]> => {
    await tab.getByRole('button', { name: /^The whole entry/ }).click();
    const table = tab.getByRole('table', { name: 'What changed' });
    await table.waitFor();
    const rows = await table.locator('tbody tr').allInnerTexts();
    return rows.map((text) => text.split('\t').join(' | '));
  };
  await page.signIn(ADMIN_KEY, `/journal?budgetId=${child.id}&kind=update`);
  expect((await changes()).sort()).toEqual([
    'ceiling | 50.00 | 75.50',
    'label team | a | b',
    'name | importer | exporter',
    'policy from above | – | yes',
    'policy vendors allow | – | acme, zeta',
  ]);
  await tab.goto(`/journal?budgetId=${child.id}&kind=envelope_update`);
  expect(await changes()).toEqual(['limit | 20.00 | 7.25']);
});

withChromium(
  'a denial for each reason shows the rule that was in the way, as it was (needs chromium)',
  async () => {
    page = await browser.open(admin.baseUrl);
    const { page: tab } = page;
    await page.signIn(ADMIN_KEY, '/why');
    for (const [code, make] of Object.entries(DENIALS)) {
      const { id, says } = await make(admin, root);
      await tab.goto(`/why/${id}`);
      const inTheWay = tab.locator('[data-verdict="in the way"]');
      await inTheWay.first().waitFor();
      await tab.getByText('In the way was').waitFor();
      const texts = (await inTheWay.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
      expect({ code, texts }).toEqual({ code, texts: expect.arrayContaining([expect.stringMatching(says)]) });
      // The whole path is there, up to the root.
      await tab.getByRole('heading', { name: 'research above it' }).waitFor();
    }
  },
);

withChromium(
  'what was denied is tried again before and after its limit is raised, and nothing comes of it (needs chromium)',
  async () => {
    const { id, envelopes } = await admin.child(root, '50', {
      name: 'tight',
      envelopes: [{ window: 'day', limit: '20', name: 'cap' }],
    });
    await admin.reserve(id, '25', { vendor: 'acme', runId: 'run-9' });
    const denial = await denialOn(admin, id, 'envelope_exceeded');
    page = await browser.open(admin.baseUrl);
    const { page: tab } = page;
    await page.signIn(ADMIN_KEY, `/journal?budgetId=${id}&outcome=denied`);
    await tab.getByRole('main').getByRole('link', { name: 'Why?', exact: true }).click();
    await tab.waitForURL(`**/why/${denial}`);
    await tab.getByText('At most 20.00 USD would have passed at that moment.').waitFor();
    await tab.getByRole('button', { name: 'Try it now' }).click();
    await tab.getByText('it would be denied').waitFor();
    await tab.getByText('Daily limit "cap" of tight: 20 of 20 USD left; this asks for 25.').waitFor();
    const before = await admin.budget(id);
    made(
      await admin.patch(`/v1/envelopes/${envelopes![0]!.id}`, { limit: '30' }, { revision: before.revision }),
    );
    await tab.getByRole('button', { name: 'Try it again' }).click();
    await tab.getByText('it would pass').waitFor();
    // The limit of then is shown as it was then.
    await tab.reload();
    await tab.getByText('20.00 a day').waitFor();
    expect((await admin.budget(id)).balances.reserved).toBe('0');
  },
);

withChromium(
  'what may be done is asked for, and field errors stand at their fields (needs chromium)',
  async () => {
    const { id } = await admin.child(root, '50', { name: 'acted on' });
    const hold = await admin.hold(id, '8', { vendor: 'acme' });
    page = await browser.open(admin.baseUrl);
    const { page: tab } = page;
    await page.signIn(ADMIN_KEY, `/reservations/${hold.id}`);
    await tab.getByRole('button', { name: 'Extend' }).click();
    await tab.getByLabel('Seconds').fill('0');
    await tab.getByRole('dialog').getByRole('button', { name: 'Extend' }).click();
    await tab.getByRole('dialog').getByRole('alert').first().waitFor();
    expect(await tab.getByLabel('Seconds').getAttribute('aria-invalid')).toBe('true');
    await tab.keyboard.press('Escape');

    // By keyboard alone.
    await tab.getByRole('button', { name: 'Release' }).focus();
    await tab.keyboard.press('Enter');
    await tab.getByLabel('Reason').waitFor();
    await tab.keyboard.type('not needed');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    await tab.getByText('Released.').waitFor();
    await tab.getByText('not needed').waitFor();
    expect((await admin.budget(id)).balances.reserved).toBe('0');

    const auditor = await admin.issue(id, { name: 'looks on', role: 'auditor' });
    const other = await admin.hold(id, '3', { vendor: 'acme' });
    await page.close();
    page = await browser.open(admin.baseUrl);
    await page.signIn(auditor.secret!, `/reservations/${other.id}`);
    await page.heading('What happened').waitFor();
    expect(await page.page.getByRole('button', { name: 'Release' }).count()).toBe(0);
    // What lies outside of the reach of a key is not there.
    await page.page.goto(`/reservations/${(await admin.hold(root, '1')).id}`);
    await page.page.getByText('There is no such thing, or not for your key').waitFor();
    await page.page.goto(`/why/${root}.1`);
    await page.page.getByText('There is no such thing, or not for your key').waitFor();
    await page.page.goto('/why/nothing');
    await page.page.getByText('This is no id of a reservation, of an entry or of an event.').waitFor();
  },
);

withChromium(
  'a key that may not read is refused in plain words on each of the pages, and waits for nothing (needs chromium)',
  async () => {
    const { secret } = await admin.issue(root, { name: 'blind', scopes: { actions: ['reserve'] } });
    page = await browser.open(admin.baseUrl);
    const { page: tab } = page;
    const main = tab.getByRole('main');
    const refused = async (): Promise<void> => {
      await main
        .getByText(/Your key (does not allow this|may not answer)/)
        .first()
        .waitFor();
      await main.getByText('Loading').first().waitFor({ state: 'detached' });
      expect(await main.innerText()).not.toMatch(/[{}]|undefined|\bnull\b/);
    };
    await page.signIn(secret!, `/budgets/${root}`);
    await refused();
    await tab.goto('/approvals');
    await refused();
    const links = tab.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    for (const name of ['Home', 'Tree', 'Spend', 'Reservations', 'Journal', 'Why?', 'Settings']) {
      await links.filter({ hasText: name }).click();
      await page.heading(name).waitFor();
      await refused();
    }
  },
);

withChromium('reasons, contexts and names are text, whatever they hold (needs chromium)', async () => {
  const { id } = await admin.child(root, '50', { name: HOSTILE.slice(0, 200) });
  const { client } = await admin.issue(id, { name: '<script>alert(1)</script>' });
  const context = { markup: HOSTILE, long: 'x'.repeat(8_192 - HOSTILE.length - 200) };
  const held = made(
    await client.reserve(id, '2', { reason: HOSTILE, context, metadata: { team: HOSTILE.slice(0, 90) } }),
  );
  await client.reserve(id, '60', { reason: HOSTILE, runId: 'run-1' });
  const denial = await denialOn(admin, id, 'insufficient_funds');
  page = await browser.open(admin.baseUrl, { width: 375 });
  const { page: tab } = page;
  await page.signIn(ADMIN_KEY);
  for (const path of [
    `/reservations/${held.id}`,
    `/journal?budgetId=${id}`,
    `/why/${denial}`,
    `/reservations?budgetId=${id}`,
  ]) {
    await tab.goto(path);
    await tab.getByText('⟨202E⟩').locator('visible=true').first().waitFor();
    expect(`${path} ${await page.overflow()}`).toBe(`${path} 0`);
    expect(await tab.title()).toMatch(/ · Purser$/);
    expect(await tab.locator('main img, main script').count()).toBe(0);
  }
});

// A look with axe takes seconds: each theme is looked at once, and each width.
withChromium.each([
  ['light', 1440],
  ['dark', 375],
] as const)(
  'axe finds nothing, and nothing is wider than the window, in %s at %d pixels (needs chromium)',
  async (colorScheme, width) => {
    const id = await lived();
    const { id: capped } = await admin.child(root, '50', {
      name: 'capped',
      envelopes: [{ window: 'day', limit: '10', name: 'cap' }],
    });
    await admin.hold(capped, '1', { vendor: 'acme' });
    await admin.reserve(capped, '70');
    const denial = await denialOn(admin, capped, 'insufficient_funds');
    page = await browser.open(admin.baseUrl, { colorScheme, width });
    const { page: tab } = page;
    const found: Record<string, unknown> = {};
    const look = async (name: string): Promise<void> => {
      found[name] = [await page.overflow(), ...(await page.faults())];
    };
    await page.signIn(ADMIN_KEY, `/reservations?budgetId=${capped}`);
    await tab.getByRole('table').waitFor();
    await tab.getByRole('button', { name: 'More filters' }).click();
    await look('reservations');
    await tab.goto(`/reservations/${id}`);
    await tab.getByText('Refunded').first().waitFor();
    await look('reservation');
    await tab.goto(`/journal?budgetId=${capped}`);
    await tab
      .getByRole('button', { name: /^The whole entry/ })
      .first()
      .click();
    await tab.getByLabel('The entry as JSON').waitFor();
    await look('journal');
    await tab.goto('/why');
    await tab.getByRole('main').getByRole('link', { name: 'Why?', exact: true }).first().waitFor();
    await look('why');
    await tab.goto(`/why/${denial}`);
    await tab.getByRole('button', { name: 'Try it now' }).click();
    await tab.getByText('it would be denied').waitFor();
    await look('decision');
    expect(found).toEqual({ reservations: [0], reservation: [0], journal: [0], why: [0], decision: [0] });
  },
);
