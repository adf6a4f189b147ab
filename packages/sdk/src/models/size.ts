import { isFields, type Fields } from './fields.js';

/** How many tokens one piece of a request counts for, where its bytes say nothing about them. */
export interface Allowances {
  /** Left out: 5,000. */
  readonly image?: number | undefined;
  /** Left out: 20,000. */
  readonly audio?: number | undefined;
  /** A document or a video. Left out: 100,000. */
  readonly file?: number | undefined;
  /** What one call of a tool that runs at the vendor brings into the input. Left out: 50,000. */
  readonly toolResult?: number | undefined;
}

export const ALLOWANCES: Required<Allowances> = {
  image: 5_000,
  audio: 20_000,
  file: 100_000,
  toolResult: 50_000,
};

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

/** The most tokens that an input of this size has, by modality. */
export function tokensOf(size: InputSize, allowances: Allowances = {}): { all: number; audio: number } {
  const { image = ALLOWANCES.image, audio = ALLOWANCES.audio, file = ALLOWANCES.file } = allowances;
  const sound = size.audios * audio;
  return { all: size.textBytes + size.images * image + sound + size.files * file, audio: sound };
}

/**
 * The most tokens of the input where tools run at the vendor: each of their calls is another turn, which reads again all that was
 * there before it, and brings what the tool has found.
 */
export function tokensOfTurns(
  input: number,
  { calls, output, allowances = {} }: { calls: number; output: number; allowances?: Allowances | undefined },
): number {
  const { toolResult = ALLOWANCES.toolResult } = allowances;
  return (calls + 1) * input + calls * output + ((calls * (calls + 1)) / 2) * toolResult;
}
