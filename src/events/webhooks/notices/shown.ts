/**
 * Text of somebody else as it is shown to people: on one line, without what is not seen (controls, marks that turn the
 * direction of writing, letters of no width) and without half characters, cut with an ellipsis where it is long.
 */
export function shown(text: string, most: number): string {
  const plain = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return cut(plain, most);
}

/** At most so many UTF-16 units, which no receiver counts as more characters. */
const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

/**
 * The same with characters escaped that mean something to a receiver, who counts what it gets: cut between characters, and
 * never within what one of them became.
 */
export function cutEscaped(text: string, most: number, escape: (character: string) => string): string {
  const parts = Array.from(text, escape);
  const whole = parts.join('');
  if (whole.length <= most) return whole;
  let out = '';
  for (const part of parts) {
    if (out.length + part.length > most - 1) break;
    out += part;
  }
  return `${out}…`;
}
