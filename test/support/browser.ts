import type { SessionDto } from '../../src/api/sessions/session.dto.js';
import { Client, made, type Answer } from './client.js';

/** Methods that change nothing. */
const SAFE = new Set(['GET', 'HEAD']);

/** A browser as far as the service can see one, with the console in it: it keeps cookies, and says where a request comes from. */
export class Browser extends Client {
  /** By name. */
  readonly cookies = new Map<string, string>();
  /** What the page sends with all that changes something; nothing where it is empty. */
  csrfToken = '';
  /** What the browser says of the page that asks; nothing, as old ones do, where it is empty. */
  site = 'same-origin';

  constructor(baseUrl: string) {
    super(baseUrl, '');
  }

  /** One that has signed in with a key. */
  static async signedIn(baseUrl: string, key: string): Promise<Browser> {
    const browser = new Browser(baseUrl);
    browser.csrfToken = made(await browser.signIn(key)).csrfToken;
    return browser;
  }

  signIn(key: string): Promise<Answer<SessionDto>> {
    return this.send<SessionDto>('POST', '/v1/sessions', { key });
  }

  signOut(): Promise<Answer> {
    return this.send('DELETE', '/v1/sessions/self');
  }

  end(id: string): Promise<Answer> {
    return this.send('DELETE', `/v1/sessions/${id}`);
  }

  self(): Promise<Answer<SessionDto>> {
    return this.get<SessionDto>('/v1/sessions/self');
  }

  override async send<T>(
    method: string,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const isUnsafe = this.csrfToken !== '' && !SAFE.has(method);
    const csrf = { ...(isUnsafe && { 'x-purser-csrf': this.csrfToken }) };
    const answer = await this.exchange<T>(method, route, body, { ...this.own, ...csrf, ...headers });
    this.keep(answer.headers);
    return answer;
  }

  /** Goes to a page, and does not follow where it leads. */
  async visit(url: string, headers: Record<string, string> = {}): Promise<Response> {
    const response = await fetch(new URL(url, this.baseUrl), {
      redirect: 'manual',
      headers: { ...this.own, accept: 'text/html', ...headers },
    });
    this.keep(response.headers);
    return response;
  }

  /** Its copy at another process of the service, or with fewer scruples. */
  copy(baseUrl = this.baseUrl, changes: Partial<Pick<Browser, 'csrfToken' | 'site'>> = {}): Browser {
    const copy = Object.assign(new Browser(baseUrl), { csrfToken: this.csrfToken, site: this.site }, changes);
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    return copy;
  }

  private get own(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { ...(cookie && { cookie }), ...(this.site && { 'sec-fetch-site': this.site }) };
  }

  private keep(headers: Headers): void {
    for (const cookie of headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (cookie.includes('Max-Age=0')) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
  }
}
