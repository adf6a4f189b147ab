import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  ruleFor,
  sizeOf,
  tokensOf,
  tokensOfTurns,
  usageOf,
  vendorOf,
  VendorError,
  withCertainInput,
} from '@purser/sdk/models';
import { build } from 'esbuild';
import { dataOf, EventLines } from '../src/models/event-lines.js';

describe('the size of a request', () => {
  it.each(['', 'plain', 'Größe', '日本語', '👛👛', 'a\nb"c'])(
    'has at least the bytes of its text: %j',
    (content) => {
      const request = { messages: [{ role: 'user', content }] };
      const { textBytes } = sizeOf(request);
      expect(textBytes).toBeGreaterThanOrEqual(Buffer.byteLength(content) + 'messagesroleusercontent'.length);
      // What is counted for the rest does not grow with the text.
      expect(textBytes).toBeLessThan(Buffer.byteLength(content) + 80);
    },
  );

  const payload = 'x'.repeat(100_000);
  it.each([
    ['images', { type: 'image_url', image_url: { url: `data:image/png;base64,${payload}` } }],
    ['images', { type: 'input_image', image_url: `data:image/png;base64,${payload}` }],
    ['images', { type: 'image', source: { type: 'base64', media_type: 'image/png', data: payload } }],
    ['images', { type: 'file', mediaType: 'image/png', data: payload }],
    ['audios', { type: 'input_audio', input_audio: { data: payload, format: 'wav' } }],
    ['files', { type: 'file', file: { file_data: payload, filename: 'a.pdf' } }],
    ['files', { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: payload } }],
    ['files', { type: 'file', mediaType: 'application/pdf', data: new Uint8Array(100_000) }],
  ] as const)('counts %s by piece, and not by their bytes', (kind, piece) => {
    const size = sizeOf({
      messages: [{ role: 'user', content: [piece, { type: 'text', text: 'what is it?' }] }],
    });
    expect(size).toMatchObject({ images: 0, audios: 0, files: 0, [kind]: 1 });
    expect(size.textBytes).toBeLessThan(300);
  });

  it('counts a document that is text by its bytes', () => {
    const source = { type: 'text', media_type: 'text/plain', data: payload };
    const size = sizeOf({ messages: [{ content: [{ type: 'document', source }] }] });
    expect([size.files, size.textBytes > 100_000]).toEqual([0, true]);
  });

  it('comes to tokens by allowances, and grows with each turn of tools at the vendor', () => {
    const size = { textBytes: 10, images: 1, audios: 1, files: 1 };
    expect(tokensOf(size, { image: 1, audio: 2, file: 3 })).toBe(16);
    expect(tokensOf({ ...size, audios: 0, files: 0 })).toBe(50_010);
    // Neither their bytes nor a vendor says how long they are.
    expect(() => tokensOf(size, { audio: 2 })).toThrow('`allowances.file`');
    expect(() => tokensOf(size, { file: 3 })).toThrow('`allowances.audio`');
    // 10, then 10 + 5 + 100, then 10 + 5 + 100 + 100; the output is bounded over all turns, and read again in each.
    const turns = tokensOfTurns(10, { calls: 2, output: 5, allowances: { toolResult: 100 } });
    expect(turns).toBe(10 * 3 + 5 * 2 + 300);
  });
});

describe('usage', () => {
  it('has the units of the catalogue, and leaves out what is nothing', () => {
    expect(usageOf({ input: 0, output: 3 })).toEqual({ input_tokens: 0, output_tokens: 3 });
    expect(usageOf({ input: 100, cacheRead: 60, cacheWrite: 30, cacheWriteHour: 10, output: 5 })).toEqual({
      input_tokens: 100,
      cache_read_tokens: 60,
      cache_write_tokens: 30,
      cache_write_1h_tokens: 10,
      output_tokens: 5,
    });
  });

  it('never has parts that are more than the whole: the service would refuse it', () => {
    const usage = usageOf({
      input: 100,
      inputAudio: 80,
      cacheRead: 60,
      cacheWrite: 10,
      output: 5,
      outputAudio: 9,
    });
    expect(usage).toMatchObject({ input_audio_tokens: 80, cache_write_tokens: 10, cache_read_tokens: 10 });
    expect(usage['output_audio_tokens']).toBe(5);
  });

  it('can be certain of the input alone', () => {
    const most = { input_tokens: 900, cache_write_tokens: 900, output_tokens: 100, web_searches: 2 };
    expect(withCertainInput(most, { input_tokens: 40, cache_read_tokens: 16, output_tokens: 1 })).toEqual({
      input_tokens: 40,
      cache_read_tokens: 16,
      output_tokens: 100,
      web_searches: 2,
    });
  });
});

test('events are found wherever the bytes between them are cut', () => {
  const text = 'data: {"a":1}\n\nevent: x\r\ndata: one\r\ndata: two\r\n\r\n: comment\n\ndata:last';
  for (let size = 1; size < text.length; size += 1) {
    const lines = new EventLines();
    const events = [];
    for (let at = 0; at < text.length; at += size) events.push(...lines.push(text.slice(at, at + size)));
    events.push(lines.rest);
    expect(events.join('')).toBe(text);
    expect(events.map(dataOf)).toEqual(['{"a":1}', 'one\ntwo', undefined, 'last']);
  }
});

const failedFetch = (cause: object): Error => new TypeError('fetch failed', { cause });

test.each([
  ['is refused', new VendorError(400), 'release'],
  ['comes too often', new VendorError(429), 'release'],
  ['takes too long for the vendor', new VendorError(408), 'commit'],
  ['the vendor fails at', new VendorError(500), 'commit'],
  ['meets a vendor with too much to do', new VendorError(529), 'commit'],
  ['is refused, as an SDK says', Object.assign(new Error(), { statusCode: 401 }), 'release'],
  ['finds nobody', failedFetch({ code: 'ECONNREFUSED' }), 'release'],
  ['loses its connection', failedFetch({ code: 'ECONNRESET' }), 'commit'],
  [
    'finds nobody anywhere',
    failedFetch({ errors: [{ code: 'ECONNREFUSED' }, { code: 'ENOTFOUND' }] }),
    'release',
  ],
  [
    'may have found somebody',
    failedFetch({ errors: [{ code: 'ECONNREFUSED' }, { code: 'ETIMEDOUT' }] }),
    'commit',
  ],
  ['is given up', new DOMException('given up', 'AbortError'), 'commit'],
  ['fails with what is no error', 'text', 'commit'],
])('what is held for a call that %s', (_, error, rule) => {
  expect(ruleFor(error)).toBe(rule);
});

test.each([
  ['openai.responses', 'openai'],
  ['amazon_bedrock', 'aws'],
  ['google.vertex.chat', 'google'],
  ['xai.chat', 'x-ai'],
  ['groq', 'groq'],
])('calls of %s are paid to %s', (provider, name) => {
  expect(vendorOf(provider)).toBe(name);
});

test('it needs nothing but what every runtime has, and is no part of the main entry', async () => {
  const root = path.resolve(import.meta.dirname, '..');
  const bundled = async (entry: string): Promise<string> => {
    const { outputFiles } = await build({
      entryPoints: [path.join(root, entry)],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
    });
    return outputFiles[0]!.text;
  };
  const models = await bundled('src/models/index.ts');
  expect(models).toMatch(/\bModelGuard\b/);
  expect(models).not.toMatch(/\bfrom\s*"|\brequire\(/);
  expect(await bundled('src/index.ts')).not.toContain('ModelGuard');
  const { exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  expect(exports['./models']['@purser/source']).toBe('./src/models/index.ts');
});
