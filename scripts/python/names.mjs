// How the document's names and sentences are written in Python.

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** As many characters does a line have. */
export const WIDTH = 100;

export const isName = (text) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !KEYWORDS.has(text);

/** `budgetId` as `budget_id`; what Python keeps for itself with a `_` behind it. */
export function snake(text) {
  const name = text.replace(/[^A-Za-z0-9]+/g, '_').replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`);
  return isName(name.toLowerCase()) ? name.toLowerCase() : `${name.toLowerCase()}_`;
}

export const pascal = (text) => text[0].toUpperCase() + text.slice(1);

export const indented = (lines) => lines.map((line) => (line ? `    ${line}` : line));

/** A text between double quotes; JSON escapes as Python does. */
export const quoted = (text) => JSON.stringify(text);

/** Words in lines; a word that is too long has one for itself. */
export function wrapped(text, width) {
  const lines = [''];
  for (const word of text.split(/\s+/))
    if (lines.at(-1) === '') lines[lines.length - 1] = word;
    else if (`${lines.at(-1)} ${word}`.length <= width) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  return lines;
}

/** A docstring in the lines that it takes; none for no text. */
export function docstring(text, indent) {
  if (!text) return [];
  const safe = text.replaceAll('\\', '\\\\').replaceAll('"""', "'''");
  const paragraphs = safe.split(/\n{2,}/).map((paragraph) => wrapped(paragraph.trim(), WIDTH - indent - 6));
  const lines = paragraphs.flatMap((paragraph, i) => (i === 0 ? paragraph : ['', ...paragraph]));
  if (lines.length === 1) return [`"""${lines[0]}"""`];
  return [`"""${lines[0]}`, ...lines.slice(1), '"""'];
}

/** `open a, b close` on one line, or each on a line of its own, as black does. */
export function listed(open, items, close, indent) {
  const line = `${open}${items.join(', ')}${close}`;
  if (line.length + indent <= WIDTH) return [line];
  return [open, ...indented(items.map((item) => `${item},`)), close];
}
