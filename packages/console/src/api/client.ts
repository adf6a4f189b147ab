import { DeniedError, PurserError, uuidv7, type Problem, type paths } from '@purser/sdk';
import createFetchClient, { type Middleware } from 'openapi-fetch';
import createQueryHooks from 'openapi-react-query';

/** What the session hands to every request, and hears of every answer. */
export interface SessionLink {
  /** Proves that a request came from this page; null while nobody is signed in. */
  csrfToken(): string | null;
  /** The service knows the session no more. */
  ended(): void;
}

let link: SessionLink | undefined;

export function linkSession(session: SessionLink): void {
  link = session;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

const session: Middleware = {
  onRequest({ request }) {
    const token = link?.csrfToken();
    if (token && !SAFE.has(request.method)) request.headers.set('X-Purser-CSRF', token);
    return request;
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return;
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
    if (!isProblem) throw new Error(`The service answered ${response.status} without saying why.`);
    const problem: Problem = await response.json();
    if (problem.code === 'unauthenticated' && !schemaPath.startsWith('/v1/sessions')) link?.ended();
    throw problem.violations ? new DeniedError(problem) : new PurserError(problem);
  },
};

/** Requests of the API, with the types of its document and answers in JSON. What the service refuses is thrown, as a `PurserError`. */
export const client = createFetchClient<paths, 'application/json'>({ baseUrl: location.origin });
client.use(session);

/** The same as hooks: `api.useQuery('get', '/v1/budgets', { params: { query: { rootsOnly: true } } })`. */
export const api = createQueryHooks(client);

/** The header of a write. One for each thing that is done: whatever is repeated under it is carried out once. */
export const once = (): { 'Idempotency-Key': string } => ({ 'Idempotency-Key': uuidv7() });

/** The same of a change of settings: it is refused where these are not as they were at that revision. */
export const underRevision = (
  header: ReturnType<typeof once>,
  revision: number,
): ReturnType<typeof once> & { 'If-Match': string } => ({ ...header, 'If-Match': `"${revision}"` });

/** The revision that a change has made, as its ETag says. */
export const revisionOf = ({ headers }: Response): number => Number(headers.get('etag')?.replaceAll('"', ''));
