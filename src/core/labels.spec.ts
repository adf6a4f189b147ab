import { repeatedLabels } from './labels.js';

/** One label of so many bytes, as JSON within braces. */
const labelOf = (bytes: number, key = 'a'): Record<string, string> => ({
  [key]: 'x'.repeat(bytes - JSON.stringify({ [key]: '' }).length),
});

describe('labels that an entry repeats', () => {
  it('are all of them where their JSON has 1,024 bytes', () => {
    const metadata = labelOf(1_024);

    expect(JSON.stringify(metadata)).toHaveLength(1_024);
    expect(repeatedLabels(metadata)).toEqual({ metadata });
  });

  it('leave out the one that makes 1,025 bytes of them, and count it', () => {
    expect(repeatedLabels(labelOf(1_025))).toEqual({ metadata: {}, metadataOmitted: 1 });
  });

  it('count commas and colons: two that have 1,024 bytes together fit, with one byte more the second does not', () => {
    const first = labelOf(500, 'a');
    // Both in one pair of braces with a comma between.
    const fitting = { ...first, ...labelOf(525, 'b') };
    const long = { ...first, ...labelOf(526, 'b') };

    expect(JSON.stringify(fitting)).toHaveLength(1_024);
    expect(repeatedLabels(fitting)).toEqual({ metadata: fitting });
    expect(repeatedLabels(long)).toEqual({ metadata: first, metadataOmitted: 1 });
  });

  it('count bytes, not characters', () => {
    expect(repeatedLabels({ a: 'é'.repeat(508) })).toEqual({ metadata: { a: 'é'.repeat(508) } });
    expect(repeatedLabels({ a: 'é'.repeat(509) })).toEqual({ metadata: {}, metadataOmitted: 1 });
  });

  it('are the first by their keys, up to the first that does not fit', () => {
    const metadata = { d: 1, c: 'x'.repeat(2_000), b: 2, a: 3 };

    const repeated = repeatedLabels(metadata);

    expect(repeated).toEqual({ metadata: { a: 3, b: 2 }, metadataOmitted: 2 });
    expect(Object.keys(repeated.metadata!)).toEqual(['a', 'b']);
  });

  it('are none where there are none', () => {
    expect(repeatedLabels(null)).toEqual({ metadata: null });
    expect(repeatedLabels({})).toEqual({ metadata: {} });
  });
});
