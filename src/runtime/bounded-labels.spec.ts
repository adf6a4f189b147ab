import { BoundedLabels } from './bounded-labels.js';

describe('the values of a label', () => {
  it('have a series of their own, the first so many that come, and all others share one', () => {
    const labels = new BoundedLabels(2);
    expect(['a', 'b', 'c', 'a', 'd', 'b'].map((value) => labels.of(value))).toEqual([
      'a',
      'b',
      'other',
      'a',
      'other',
      'b',
    ]);
    expect(labels.named).toEqual(['a', 'b']);
  });

  it('may be none', () => {
    expect(new BoundedLabels(0).of('a')).toBe('other');
  });
});
