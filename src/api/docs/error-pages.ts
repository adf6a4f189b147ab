import { STATUS_CODES } from 'node:http';
import { escape, page } from './page.js';
import { PROBLEM_CODES, PROBLEMS, type ProblemCode } from '../problems/registry.js';

/** Text of the registry as HTML: code stands between backticks. */
const prose = (text: string): string => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');

/** The page that a problem's `type` leads to. */
export function errorPage(code: ProblemCode): string {
  const { status, title, explanation } = PROBLEMS[code];
  return page(
    `${code}: ${title}`,
    `<h1>${escape(title)}</h1>
<p><code>${code}</code>, status ${status} ${STATUS_CODES[status]}</p>
<p>${prose(explanation)}</p>
<p><a href="/docs/errors">All errors</a> · <a href="/docs/guides">Guides</a> · <a href="/docs">API</a></p>`,
  );
}

export function errorIndex(): string {
  const rows = PROBLEM_CODES.map((code) => {
    const { status, title } = PROBLEMS[code];
    return `<li><a href="/docs/errors/${code}"><code>${code}</code></a> (${status}): ${escape(title)}</li>`;
  });
  return page('Errors', `<h1>Errors</h1>\n<ul>\n${rows.join('\n')}\n</ul>`);
}

/** docs/errors.md: the same for readers of the repository. */
export function errorsMarkdown(): string {
  const sections = PROBLEM_CODES.map((code) => {
    const { status, title, explanation } = PROBLEMS[code];
    return `## ${code}\n\n**${title}** · ${status} ${STATUS_CODES[status]}\n\n${explanation}\n`;
  });
  return `# Errors

<!-- Made by \`npm run openapi\` from src/api/problems/registry.ts. -->

Every error is an \`application/problem+json\` document (RFC 9457). Programs go by its \`code\`, which is stable; people read its
\`detail\`, whose wording may change. Its \`type\` leads to the page of the code under \`/docs/errors\`.

The \`detail\` of a denial says what is in the way and what would pass: "Daily limit of research: 19.72 of 20 USD left; this
asks for 50. At most 19.72 USD would pass now." It has the first three rules; each of \`violations\` has its own \`message\`.

${sections.join('\n')}`;
}
