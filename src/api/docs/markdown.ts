import { Marked, type Tokens } from 'marked';
import { escape } from './page.js';

/** Where a link of a guide leads on this service; null for what is not served here. */
export type Resolve = (href: string) => string | null;

/** Makes the names of headings as GitHub does, so that the same links work in the repository and here. */
function headingNames(): (text: string) => string {
  const seen = new Map<string, number>();
  return (text) => {
    const name = text
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}-${count}`;
  };
}

/** A page of Markdown as HTML. What is HTML in it is shown as text, and comments are left out. */
export function htmlOf(markdown: string, resolve: Resolve): string {
  const nameOf = headingNames();
  const raw = ({ text }: Tokens.HTML | Tokens.Tag): string =>
    escape(text.replaceAll(/<!--[\s\S]*?-->/g, '').trim());
  const marked = new Marked({
    gfm: true,
    renderer: {
      html: raw,
      heading({ tokens, depth }) {
        const plain = this.parser.parseInline(tokens, this.parser.textRenderer);
        const name = escape(nameOf(plain));
        return `<h${depth} id="${name}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const target = resolve(href);
        return target === null ? text : `<a href="${escape(target)}">${text}</a>`;
      },
      // Pictures are not served.
      image: ({ text }) => escape(text),
      table(token) {
        const cells = (row: Tokens.TableCell[]): string => row.map((cell) => this.tablecell(cell)).join('');
        const head = `<tr>${cells(token.header)}</tr>`;
        const body = token.rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n');
        return `<div class="wide"><table>\n<thead>${head}</thead>\n<tbody>${body}</tbody>\n</table></div>\n`;
      },
    },
  });
  return marked.parse(markdown, { async: false });
}
