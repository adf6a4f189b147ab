import type { Notice } from '../notices/notice.js';

export interface MailText {
  subject: string;
  text: string;
  html: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!);

/** A notice as a mail, twice: as text, and as HTML that loads nothing from anywhere. */
export function mailOf({ title, sentences, facts, link }: Notice): MailText {
  const opening = link === null ? [] : [`Open in Purser: ${link}`];
  const lines = [...sentences, '', ...facts.map(({ name, text }) => `${name}: ${text}`), '', ...opening];
  return {
    subject: title,
    text: `${lines.join('\n').trim()}\n`,
    html: htmlOf({ title, sentences, facts, link }),
  };
}

function htmlOf({
  title,
  sentences,
  facts,
  link,
}: Pick<Notice, 'title' | 'sentences' | 'facts' | 'link'>): string {
  const rows = facts.map(
    ({ name, text }) =>
      `<tr><th align="left" valign="top">${escaped(name)}</th><td><bdi>${escaped(text)}</bdi></td></tr>`,
  );
  return [
    '<!doctype html><html><body style="font-family: sans-serif">',
    `<h2>${escaped(title)}</h2>`,
    ...sentences.map((text) => `<p>${escaped(text)}</p>`),
    ...(rows.length > 0 ? [`<table cellpadding="4">${rows.join('')}</table>`] : []),
    ...(link === null ? [] : [`<p><a href="${escaped(link)}">Open in Purser</a></p>`]),
    '</body></html>',
  ].join('\n');
}
