import { gzipSync } from 'node:zlib';
import { Chromium, hasChromium, withChromium, type Console } from '../support/chromium.js';
import type { Client, Issued } from '../support/client.js';
import { CuttableLink } from '../support/cuttable-link.js';
import { Fleet } from '../support/fleet.js';
import { Issuer } from '../support/issuer.js';
import { ADMIN_KEY } from '../support/service.js';

// The console in Debian's chromium, on one service. Where there is no browser each test shows as skipped.

let issuer: Issuer;
let fleet: Fleet;
let admin: Client;
let browser: Chromium;
let root: string;
let agent: Issued;
let page: Console;

/** Markup, a mark that turns round what follows it, and more than fits. */
const HOSTILE = `<img src=x onerror="document.title='owned'"> \u202Egnp.exe ${'long '.repeat(200)}`;

beforeAll(async () => {
  if (!hasChromium) return;
  // To the browser it is another site than the service.
  issuer = await Issuer.start('localhost');
  [fleet, browser] = await Promise.all([Fleet.start(1, issuer.clientEnvironment), Chromium.start()]);
  admin = fleet.client();
  const asks = { window: 'transaction', limit: '10', onExceed: 'approve', name: 'ask' };
  const envelopes = [{ ...asks, approve: { approvals: 1, withinSeconds: 3600 } }];
  ({ id: root } = await admin.root('1000', { name: 'research', timezone: 'Europe/Berlin', envelopes }));
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
  issuer.stop();
  expect(browser.complaints).toEqual([]);
});

/** A phone in a train: bytes in a second, and milliseconds. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 };

/** Something that waits for a person; answers its id. */
async function asked(amount: string, fields: object = {}): Promise<string> {
  const { status, body } = await agent.client.reserve(root, amount, {
    vendor: 'acme',
    ttlSeconds: 3600,
    ...fields,
  });
  expect(status).toBe(202);
  return body.id;
}

const stateOf = async (id: string): Promise<string> =>
  (await admin.get<{ state: string }>(`/v1/reservations/${id}`)).body.state;

const approver = (): Promise<Issued> => admin.issue(root, { name: 'ann', role: 'approver', holder: 'other' });

withChromium(
  'a link to an approval opens it after signing in, by keyboard alone (needs chromium)',
  async () => {
    const id = await asked('12.5', { reason: 'GPU hours for October' });
    const { secret } = await approver();
    page = await browser.open(admin.baseUrl);
    const { page: tab } = page;
    await tab.goto(`/approvals/${id}`);
    await tab.getByLabel('Key').waitFor();
    await tab.keyboard.type(secret!);
    await tab.keyboard.press('Enter');
    await tab.getByText('GPU hours for October').waitFor();
    expect(new URL(tab.url()).pathname).toBe(`/approvals/${id}`);

    await tab.keyboard.press('a');
    await tab.getByLabel('Comment').waitFor();
    await tab.keyboard.type('as planned');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    await tab.getByText('Approved.').waitFor();
    expect(await stateOf(id)).toBe('held');
  },
);

withChromium(
  'a key that is not valid is refused at its field, and shows nothing (needs chromium)',
  async () => {
    page = await browser.open(admin.baseUrl);
    await page.page.goto('/approvals');
    await page.page.getByLabel('Key').fill('purser_admin_of-somebody-who-guesses-it');
    await page.page.keyboard.press('Enter');
    await page.page.getByRole('alert').waitFor();
    expect(await page.page.getByLabel('Key').getAttribute('aria-invalid')).toBe('true');
    expect(await page.page.getByRole('navigation').count()).toBe(0);
  },
);

withChromium(
  'people sign in at an issuer of another site, and come to the page that they wanted (needs chromium)',
  async () => {
    page = await browser.open(admin.baseUrl);
    const { page: tab } = page;
    const link = tab.getByRole('link', { name: `Sign in with ${new URL(issuer.url).host}` });
    issuer.browsers.person = { sub: 'eve', name: 'Eve' };
    await tab.goto('/approvals');
    await link.click();
    await tab.getByText('You are signed in there, and have no role here.').waitFor();
    expect(await tab.getByRole('navigation').count()).toBe(0);

    issuer.browsers.person = { sub: 'ada', name: 'Ada', purser_role: 'approver' };
    await tab.goto('/approvals');
    await link.click();
    await page.heading('Approvals').waitFor();
    expect(new URL(tab.url()).pathname).toBe('/approvals');
    await tab.getByText('Ada', { exact: true }).waitFor();
    const cookies = await page.context.cookies(admin.baseUrl);
    expect(cookies.filter(({ name }) => name.endsWith('purser'))).toMatchObject([
      { httpOnly: true, sameSite: 'Strict' },
    ]);
    await tab.reload();
    await tab.getByText('Ada', { exact: true }).waitFor();
  },
);

withChromium('j and k move, r asks for a reason, and a rejection needs one (needs chromium)', async () => {
  const [first, second] = [await asked('21'), await asked('22')];
  const { secret } = await approver();
  page = await browser.open(admin.baseUrl);
  const { page: tab } = page;
  await page.signIn(secret!, `/approvals/${first}`);
  await tab.getByRole('button', { name: 'Reject', exact: true }).waitFor();
  await tab.keyboard.press('j');
  await tab.waitForURL(`**/approvals/${second}`);
  await tab.keyboard.press('k');
  await tab.waitForURL(`**/approvals/${first}`);

  await tab.keyboard.press('r');
  const reject = tab.getByRole('dialog').getByRole('button', { name: 'Reject', exact: true });
  await reject.click();
  expect(await stateOf(first)).toBe('pending_approval');
  await tab.getByLabel('Reason').fill('ask again next month');
  await reject.click();
  await tab.getByText('Rejected.').waitFor();
  expect(await stateOf(first)).toBe('rejected');
  await tab.waitForURL(`**/approvals/${second}`);
});

withChromium('what somebody may not do is not offered to them (needs chromium)', async () => {
  const id = await asked('31');
  const { secret } = await admin.issue(root, { name: 'looks on', role: 'auditor' });
  page = await browser.open(admin.baseUrl);
  await page.signIn(secret!, `/approvals/${id}`);
  await page.page.getByText('Your key may look at this, and not answer.').waitFor();
  expect(await page.page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0);
});

withChromium('what happens elsewhere appears by itself (needs chromium)', async () => {
  page = await browser.open(admin.baseUrl);
  const { page: tab } = page;
  await page.signIn(ADMIN_KEY);
  await tab.getByText('Live', { exact: true }).waitFor();
  await asked('41.75', { vendor: 'lambda' });
  await tab.getByRole('link', { name: '41.75 USD' }).waitFor();
  const { id } = await admin.child(root, '5', { name: 'importer' });
  await admin.post(`/v1/budgets/${id}/freeze`, { reason: 'out of order' });
  await tab.getByText('importer was stopped by somebody').waitFor();
});

withChromium(
  'a stream that was cut is said to be away, and comes back with what it missed (needs chromium)',
  async () => {
    const link = await CuttableLink.start(admin.baseUrl);
    page = await browser.open(link.url);
    const { page: tab } = page;
    await page.signIn(ADMIN_KEY);
    await tab.getByText('Live', { exact: true }).waitFor();
    link.cut();
    await tab.getByText(/^As of .*, trying again$/).waitFor();
    await asked('43.25');
    link.mend();
    await tab.getByText('Live', { exact: true }).waitFor();
    await tab.getByRole('link', { name: '43.25 USD' }).waitFor();
    await page.close();
    await link.stop();
  },
);

withChromium('names, reasons and contexts are text, whatever they hold (needs chromium)', async () => {
  const hostile = await admin.child(root, '50', { name: HOSTILE.slice(0, 200) });
  const key = await admin.issue(hostile.id, { name: '<script>alert(1)</script>' });
  const context = { markup: HOSTILE, long: 'x'.repeat(6_000) };
  const { status, body } = await key.client.reserve(hostile.id, '11', {
    reason: HOSTILE.slice(0, 900),
    context,
  });
  expect(status).toBe(202);
  page = await browser.open(admin.baseUrl, { width: 375 });
  await page.signIn(ADMIN_KEY, `/approvals/${body.id}`);
  await page.page.getByText('⟨202E⟩').locator('visible=true').first().waitFor();
  await page.page.getByText('<script>alert(1)</script>').waitFor();
  expect(await page.page.title()).toBe('Approvals · Purser');
  expect(await page.overflow()).toBe(0);
});

withChromium(
  'a key that is revoked while the page is open leads to the sign-in (needs chromium)',
  async () => {
    const { id, secret } = await approver();
    page = await browser.open(admin.baseUrl);
    await page.signIn(secret!, '/approvals');
    await page.page.getByText('Live', { exact: true }).waitFor();
    await admin.write('DELETE', `/v1/keys/${id}`);
    await page.page.getByLabel('Key').waitFor();
    expect(new URL(page.page.url()).search).toBe('?returnTo=%2Fapprovals');
  },
);

withChromium('signing out ends the session, and leads to the sign-in (needs chromium)', async () => {
  page = await browser.open(admin.baseUrl);
  await page.signIn(ADMIN_KEY);
  await page.page.getByRole('button', { name: 'Sign out' }).click();
  await page.page.getByLabel('Key').waitFor();
  await page.page.goto('/');
  await page.page.getByLabel('Key').waitFor();
});

withChromium(
  'the first view weighs less than 250 kB, and comes over a slow connection (needs chromium)',
  async () => {
    page = await browser.open(admin.baseUrl);
    let received = 0;
    const network = await page.context.newCDPSession(page.page);
    network.on('Network.loadingFinished', ({ encodedDataLength }) => (received += encodedDataLength));
    await network.send('Network.enable');
    await network.send('Network.emulateNetworkConditions', SLOW);
    const bodies: Promise<Buffer>[] = [];
    page.page.on('response', (response) => {
      if (!new URL(response.url()).pathname.startsWith('/v1/')) bodies.push(response.body());
    });
    await page.signIn(ADMIN_KEY);
    await page.heading('Needs you').waitFor();
    await page.page.getByText('research was opened').first().waitFor();
    const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(250_000);
    // With the sign-in before it, and all that the API answers.
    expect(received).toBeLessThan(250_000);

    const spans: (readonly [begun: number, ended: number])[] = [];
    page.page.on('requestfinished', (request) => {
      const { startTime, responseEnd } = request.timing();
      spans.push([startTime, startTime + responseEnd]);
    });
    await network.send('Network.setCacheDisabled', { cacheDisabled: true });
    await page.page.reload();
    await page.page.getByText('research was opened').first().waitFor();
    // The most of them of which each began only when the one before was over: so often a slow connection is waited for.
    let [waits, over] = [0, 0];
    for (const [begun, ended] of spans.toSorted(([, a], [, b]) => a - b))
      if (begun >= over) [waits, over] = [waits + 1, ended];
    expect(waits).toBeGreaterThan(1);
    expect(waits).toBeLessThanOrEqual(15);
  },
);

withChromium.each(['light', 'dark'] as const)(
  'axe finds nothing, and nothing is wider than the window, on a phone and on a screen, in %s (needs chromium)',
  async (colorScheme) => {
    const id = await asked('51');
    page = await browser.open(admin.baseUrl, { colorScheme });
    const { page: tab } = page;
    const found: unknown[] = [];
    const look = async (name: string): Promise<void> => {
      for (const width of [375, 1440]) {
        await tab.setViewportSize({ width, height: 900 });
        const wider = await page.overflow();
        if (wider > 0) found.push(`${name}: ${wider} pixels wider than ${width}`);
        for (const fault of await page.faults()) found.push(`${name} at ${width}: ${fault}`);
      }
    };
    await tab.goto('/');
    await tab.getByLabel('Key').waitFor();
    await look('sign-in');
    await page.signIn(ADMIN_KEY);
    await page.heading('Latest').waitFor();
    await tab.getByText('research was opened').first().waitFor();
    await look('home');
    await tab.goto(`/approvals/${id}`);
    await page.heading('Before, with acme').waitFor();
    await look('approvals');
    await tab.getByRole('button', { name: 'Approve', exact: true }).click();
    await tab.getByRole('dialog').waitFor();
    await look('a dialog');
    // The service has the console at the addresses of its pages alone; a link within it can lead elsewhere.
    await tab.evaluate(`history.pushState({}, '', '/nowhere'); dispatchEvent(new PopStateEvent('popstate'))`);
    await page.heading('There is no such page').waitFor();
    await look('no such page');
    expect(found).toEqual([]);
  },
);
