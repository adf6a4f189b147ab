/** Nothing that the API answers is to be kept, run, framed, or taken for what it does not say it is. */
const ANSWER = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * The docs are pages with scripts and styles of their own. Swagger UI sets styles within its elements; scripts come as files
 * alone, so that text of the document can never become one.
 */
const DOCS = {
  ...ANSWER,
  'Cache-Control': 'no-cache',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** The console: its own files alone, and no script, style or address besides them. */
export const CONSOLE_HEADERS = {
  ...ANSWER,
  'Cache-Control': 'no-cache',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
};

/** The docs, and the page that leads to them. */
const IS_DOCS = /^\/(?:docs(?:[/?]|$)|[?]|$)/;

/** The headers that keep browsers from doing more with an answer than to show it. */
export const securityHeaders = (url: string): Readonly<Record<string, string>> =>
  IS_DOCS.test(url) ? DOCS : ANSWER;
