import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Debian's, which .ci/run installs. Elsewhere what needs it shows as skipped. */
const PROGRAM = process.env.PURSER_TEST_CHROMIUM ?? '/usr/bin/chromium';

export const hasChromium = existsSync(PROGRAM);

/** For tests that need it: they say so in their titles. */
export const withChromium = hasChromium ? test : test.skip;

/** It reaches the service and nothing else. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How a page is looked at. */
interface Look {
  colorScheme?: 'light' | 'dark';
  width?: number;
}

/** Waits no longer for what a page has to show. */
const PATIENCE_MS = 20_000;

/** What the browser reports of requests that were refused: the tests ask for some that are. */
const REFUSED = /Failed to load resource: the server responded with a status of|net::ERR_/;

/** A browser with an empty profile, and what its pages complained of. */
export class Chromium {
  /** Errors of scripts, and whatever the content security policy forbade, in all pages. */
  readonly complaints: string[] = [];

  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<Chromium> {
    return new Chromium(await chromium.launch({ executablePath: PROGRAM, args: FLAGS }));
  }

  /** A new page in a profile of its own. */
  async open(baseUrl: string, { colorScheme = 'light', width = 1280 }: Look = {}): Promise<Console> {
    const context = await this.browser.newContext({
      baseURL: baseUrl,
      colorScheme,
      viewport: { width, height: 900 },
      hasTouch: width < 500,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.exposeFunction('violated', (text: string) => this.complaints.push(text));
    await context.addInitScript(
      `addEventListener('securitypolicyviolation', (e) => violated(e.effectiveDirective + ' ' + e.blockedURI))`,
    );
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => this.complaints.push(message));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !REFUSED.test(text)) this.complaints.push(text);
    });
    return new Console(context, page);
  }

  async stop(): Promise<void> {
    await this.browser.close();
  }
}

/** The console in one page. */
export class Console {
  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  /** Goes to a path, signs in there, and waits for the page that was asked for. */
  async signIn(key: string, path = '/'): Promise<void> {
    await this.page.goto(path);
    await this.page.getByLabel('Key').fill(key);
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('navigation', { name: 'Pages' }).waitFor();
  }

  heading(name: string) {
    return this.page.getByRole('heading', { name, exact: true });
  }

  /**
   * What axe finds wrong, as `rule: where`. To load it takes longer than to run it: a page that has it keeps it, and no other is opened for
   * the results, since there are no frames.
   */
  async faults(): Promise<string[]> {
    const { page } = this;
    if (!(await page.evaluate<boolean>('typeof axe === "object"'))) await page.evaluate(axe.source);
    const builder = new AxeBuilder({ page, axeSource: 'undefined' });
    const { violations } = await builder
      .setLegacyMode()
      .options({ resultTypes: ['violations'] })
      .analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }

  /** How far the page is wider than its window, in pixels. */
  async overflow(): Promise<number> {
    return await this.page.evaluate<number>('Math.max(0, document.documentElement.scrollWidth - innerWidth)');
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
