export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

/**
 * The canonical text of a JSON value (RFC 8785): keys in the order of their UTF-16 code units, no white space.
 * Numbers and strings are written as ECMAScript writes them, which is what the RFC prescribes for finite numbers
 * and well-formed strings. A key whose value is undefined is left out.
 */
export function canonicalText(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  const object = value as Record<string, unknown>;
  // Sorted here and not by building a sorted object: engines put integer-like keys first whatever the order.
  let text = '';
  for (const key of Object.keys(object).sort()) {
    const item = object[key];
    if (item === undefined) continue;
    text += `${text ? ',' : ''}${JSON.stringify(key)}:${canonicalText(item)}`;
  }
  return `{${text}}`;
}
