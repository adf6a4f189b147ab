import { UnboundedCallError } from './errors.js';
import { isFields, type Fields } from './fields.js';

/** How many tokens one piece of a request counts for at most, where its bytes say nothing about them. */
export interface Allowances {
  /** Left out: what the vendor counts at most, where the guard knows that; otherwise 50,000. */
  readonly image?: number | undefined;
  /** A sound goes on for as long as it likes: without this, requests with one are refused. */
  readonly audio?: number | undefined;
  /** A document or a video: without this, requests with one are refused. */
  readonly file?: number | undefined;
  /** What one call of a tool that runs at the vendor brings into the input. Left out: 50,000. */
  readonly toolResult?: number | undefined;
}

/**
 * Above what any vendor counts for a picture that says how: OpenAI by tiles of 512 pixels, at most 8 of them, 85 and 170 for each, and
 * of gpt-4o-mini 2,833 and 5,667 for each, which is 48,169; by patches at most 1,536, times 2.46 (developers.openai.com, "Images and
 * vision"). Anthropic at most 4,784 (platform.claude.com, "Vision"). Gemini 258 for each tile of 768 pixels (ai.google.dev,
 * "Understand and count tokens").
 */
const MOST_OF_IMAGE = 50_000;

const TOOL_RESULT = 50_000;

/** What the input of a call comes to at most. */
export interface InputSize {
  /** One token has at least one byte of text. */
  readonly textBytes: number;
  readonly images: number;
  readonly audios: number;
  readonly files: number;
}

/** Pieces of messages whose payload is no text, by the names that vendors give them. */
const PIECES: [kind: 'images' | 'audios' | 'files', types: readonly string[]][] = [
  ['images', ['image', 'image_url', 'input_image', 'computer_screenshot']],
  ['audios', ['audio', 'input_audio']],
  ['files', ['file', 'input_file', 'document', 'container_upload', 'video', 'file-data', 'file-url']],
];

/** Where the payload of such a piece is. */
const PAYLOADS = new Set([
  'data',
  'url',
  'image',
  'image_url',
  'imageUrl',
  'file_data',
  'file_url',
  'audio',
  'file',
]);

/** Looks through a request for the most that it can be as input. */
export function sizeOf(request: unknown): InputSize {
  const size = { textBytes: 0, images: 0, audios: 0, files: 0 };
  const visit = (value: unknown, isPayload: boolean): void => {
    if (typeof value === 'string') size.textBytes += isPayload ? 0 : bytesOf(value);
    else if (isBinary(value)) return;
    else if (Array.isArray(value)) for (const one of value) visitPiece(one);
    else if (isFields(value))
      for (const [name, field] of Object.entries(value)) {
        size.textBytes += name.length;
        visit(field, false);
      }
    else if (typeof value === 'number') size.textBytes += String(value).length;
    // Brackets, commas and quotes: what stands for them in a prompt is no more.
    size.textBytes += 4;
  };
  const visitPiece = (value: unknown): void => {
    const kind = isFields(value) ? kindOf(value) : undefined;
    if (!isFields(value) || !kind) return visit(value, false);
    size[kind] += 1;
    for (const [name, field] of Object.entries(value))
      if (isFields(field) && !isBinary(field) && !isText(field)) visitFields(field);
      else visit(field, PAYLOADS.has(name));
  };
  const visitFields = (fields: Fields): void => {
    for (const [name, field] of Object.entries(fields)) visit(field, PAYLOADS.has(name));
  };
  visit(request, false);
  return size;
}

/** What kind of piece something is whose payload is no text. */
function kindOf(piece: Fields): 'images' | 'audios' | 'files' | undefined {
  const { type } = piece;
  const media = piece['mediaType'] ?? piece['mimeType'] ?? piece['mime_type'];
  if (typeof type !== 'string') return undefined;
  if (typeof media === 'string' && type === 'file') {
    if (media.startsWith('image/')) return 'images';
    if (media.startsWith('audio/')) return 'audios';
  }
  // A document may be plain text, which counts by its bytes.
  if (isFields(piece['source']) && isText(piece['source'])) return undefined;
  return PIECES.find(([, types]) => types.includes(type))?.[0];
}

const isBinary = (value: unknown): boolean => ArrayBuffer.isView(value) || value instanceof ArrayBuffer;

const isText = ({ type }: Fields): boolean => type === 'text' || type === 'content';

/** The bytes of text as UTF-8. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7ff) bytes += 2;
    else if (code > 0x7f) bytes += 1;
    // The second half of a pair is part of four bytes: three were counted for the first.
    if (code >= 0xdc00 && code <= 0xdfff) bytes -= 2;
  }
  return bytes;
}

/** The most tokens that an input of this size has. Throws an `UnboundedCallError` where nothing bounds it. */
export function tokensOf(
  { textBytes, images, audios, files }: InputSize,
  { image = MOST_OF_IMAGE, audio, file }: Allowances = {},
): number {
  return (
    textBytes +
    images * image +
    bounded(audios, audio, 'audio', 'sound') +
    bounded(files, file, 'file', 'file')
  );
}

/** How long it is follows neither from its bytes nor from what vendors say: a page, or a second, may be of any size. */
function bounded(count: number, each: number | undefined, name: keyof Allowances, what: string): number {
  if (count === 0) return 0;
  if (each !== undefined) return count * each;
  throw new UnboundedCallError(
    `How many tokens a ${what} comes to is not in the request: give the guard its \`allowances.${name}\`, or \`inputTokens\``,
  );
}

/**
 * The most tokens of the input where tools run at the vendor: each of their calls is another turn, which reads again all that was
 * there before it, and brings what the tool has found.
 */
export function tokensOfTurns(
  input: number,
  { calls, output, allowances = {} }: { calls: number; output: number; allowances?: Allowances | undefined },
): number {
  const { toolResult = TOOL_RESULT } = allowances;
  return (calls + 1) * input + calls * output + ((calls * (calls + 1)) / 2) * toolResult;
}
