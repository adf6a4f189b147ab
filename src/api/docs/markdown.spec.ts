import { expect, test } from '@jest/globals';
import { htmlOf } from './markdown.js';

const html = (text: string): string =>
  htmlOf(text, (href) => (href.endsWith('.md') ? `/docs/${href}` : null));

test('HTML in a document is shown as text, and comments are left out', () => {
  expect(html('a <b onclick="x()">c</b>')).toBe('<p>a &lt;b onclick=&quot;x()&quot;&gt;c&lt;/b&gt;</p>\n');
  expect(html('<script>alert(1)</script>')).not.toContain('<script');
  expect(html('before\n\n<!-- hidden -->\n\nafter')).toBe('<p>before</p>\n<p>after</p>\n');
});

test('links lead where they are said to lead, and others are text', () => {
  expect(html('[a](b.md)')).toBe('<p><a href="/docs/b.md">a</a></p>\n');
  expect(html('[a](javascript:alert(1)) ![p](x.png)')).toBe('<p>a p</p>\n');
});

test('headings have the names that they have on GitHub', () => {
  const names = [...html('# What `max` costs, really\n## The same\n## The same').matchAll(/id="([^"]+)"/g)];
  expect(names.map(([, name]) => name)).toEqual(['what-max-costs-really', 'the-same', 'the-same-1']);
});

test('a wide table scrolls by itself', () => {
  expect(html('| a | b |\n| - | - |\n| 1 | `2` |')).toBe(
    '<div class="wide"><table>\n<thead><tr><th>a</th>\n<th>b</th>\n</tr></thead>\n<tbody><tr><td>1</td>\n<td><code>2</code></td>\n</tr></tbody>\n</table></div>\n',
  );
});
