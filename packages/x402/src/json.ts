/** What was said by somebody else, until it is looked at. */
export type Unread = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is Unread =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object that a text is the JSON of, where it is one. */
export function objectIn(text: string): Unread | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A field where it is text; undefined otherwise. */
export const fieldText = (object: Unread, field: string): string | undefined => {
  const value = object[field];
  return typeof value === 'string' ? value : undefined;
};

/** The text as UTF-8 in base64, as headers of x402 are written. */
export const toBase64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));

/** Undefined where it is no base64. */
export function fromBase64(text: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** SHA-256, as hexadecimal text. */
export async function digestOf(...parts: readonly (string | ArrayBuffer)[]): Promise<string> {
  // Each part is hashed by itself first: what lies between two parts cannot be moved.
  const hashes = await Promise.all(
    parts.map((part) =>
      crypto.subtle.digest('SHA-256', typeof part === 'string' ? new TextEncoder().encode(part) : part),
    ),
  );
  const whole = await crypto.subtle.digest('SHA-256', await new Blob(hashes).arrayBuffer());
  return Array.from(new Uint8Array(whole), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
