import type { Usage } from '../types.js';

/** What a call has used, as vendors count it. Parts are contained in what they are parts of. */
export interface TokenCounts {
  /** All of the input: what was read from a cache or written to one, and what was not text, is part of it. */
  readonly input: number;
  /** All of the output: reasoning that nobody sees is part of it. */
  readonly output?: number;
  readonly cacheRead?: number;
  /** For however long it is kept. */
  readonly cacheWrite?: number;
  /** Of `cacheWrite`: what is kept for an hour. */
  readonly cacheWriteHour?: number;
  readonly inputAudio?: number;
  readonly inputImage?: number;
  readonly outputAudio?: number;
  /** Searches of the web. */
  readonly webSearches?: number;
  /** Searches of stored files. */
  readonly storageSearches?: number;
}

/** The usage of a call in the units of the catalogue. */
export function usageOf(counts: TokenCounts): Usage {
  const { input, output = 0, outputAudio = 0, webSearches = 0, storageSearches = 0 } = counts;
  // What is left of the input bounds each part: where vendors count one token as two parts, it is charged as one.
  let left = input;
  const part = (count = 0): number => {
    const taken = Math.min(count, left);
    left -= taken;
    return taken;
  };
  const [inputAudio, inputImage] = [part(counts.inputAudio), part(counts.inputImage)];
  const [cacheWrite, cacheRead] = [part(counts.cacheWrite), part(counts.cacheRead)];
  const usage = {
    input_tokens: input,
    input_audio_tokens: inputAudio,
    input_image_tokens: inputImage,
    cache_write_tokens: cacheWrite,
    cache_write_1h_tokens: Math.min(counts.cacheWriteHour ?? 0, cacheWrite),
    cache_read_tokens: cacheRead,
    output_tokens: output,
    output_audio_tokens: Math.min(outputAudio, output),
    web_searches: webSearches,
    storage_searches: storageSearches,
  };
  return Object.fromEntries(
    Object.entries(usage).filter(([unit, count]) => count > 0 || unit === 'input_tokens'),
  );
}

/** Units of the input. */
const OF_INPUT = /^(?:input|cache)_/;

/** What is certain of the input, with the most of all else: of an answer that nobody has seen the end of. */
export const withCertainInput = (most: Usage, input: Usage): Usage => ({
  ...Object.fromEntries(Object.entries(most).filter(([unit]) => !OF_INPUT.test(unit))),
  ...Object.fromEntries(Object.entries(input).filter(([unit]) => OF_INPUT.test(unit))),
});
