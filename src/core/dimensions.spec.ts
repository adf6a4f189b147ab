import type { JsonObject } from './canonical.js';
import { spendLabels } from './dimensions.js';

const path = (dimensions: string[] | null, ...labels: (JsonObject | null)[]) =>
  labels.map((metadata, i) => ({ metadata, dimensions: i === labels.length - 1 ? dimensions : null }));

describe('by which labels spend is kept', () => {
  const DIMENSIONS = ['team', 'customer'];
  it.each<[string, JsonObject | null, (JsonObject | null)[], object | undefined]>([
    ['none are there', null, [null, null], undefined],
    ['others than dimensions are there', { colour: 'red' }, [{ size: 'l' }, null], undefined],
    ['those of the root', null, [null, { team: 'a' }], { team: 'a' }],
    ['those of the nearest budget', null, [{ team: 'b' }, { team: 'a' }], { team: 'b' }],
    ["the reservation's own before them", { team: 'c' }, [{ team: 'b' }, { team: 'a' }], { team: 'c' }],
    [
      'each from where it is',
      { customer: 'x' },
      [{ colour: 'red' }, { team: 'a' }],
      { customer: 'x', team: 'a' },
    ],
    ['one that is empty', { team: '' }, [{ team: 'b' }, null], { team: '' }],
    ['one that is null is none', { team: null }, [{ team: 'b' }, null], { team: 'b' }],
    [
      'numbers and truth values of before',
      { team: 3, customer: true },
      [null, null],
      { customer: 'true', team: '3' },
    ],
    ['objects of before are none', { team: { a: 'b' } }, [null, { team: 'a' }], { team: 'a' }],
  ])('%s', (_, own, labels, expected) => {
    expect(spendLabels(path(DIMENSIONS, ...labels), [own])).toEqual(expected);
  });

  it('takes the nearest of what is said of a call', () => {
    const said = [{ team: 'settled' }, null, { team: 'reserved', customer: 'x' }];
    expect(spendLabels(path(DIMENSIONS, { team: 'budget' }), said)).toEqual({
      customer: 'x',
      team: 'settled',
    });
  });

  it('is nothing where the tree has no dimensions', () => {
    expect(spendLabels(path(null, { team: 'a' }, { team: 'b' }), [{ team: 'c' }])).toBeUndefined();
  });

  it('finds nothing under names that every object has, unless it is said', () => {
    const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];
    expect(spendLabels(path(names, {}, null), [{}])).toBeUndefined();
    const said = JSON.parse('{"__proto__": "x", "toString": "y"}') as JsonObject;
    const labels = spendLabels(path(names, null), [said]);
    expect(Object.entries(labels!)).toEqual([
      ['__proto__', 'x'],
      ['toString', 'y'],
    ]);
    expect(JSON.stringify(labels)).toBe('{"__proto__":"x","toString":"y"}');
  });

  it('takes 128 characters of a value, and no half of one', () => {
    const [long, foxes] = ['x'.repeat(500), '🦊'.repeat(200)];
    expect(spendLabels(path(DIMENSIONS, null), [{ team: long, customer: foxes }])).toEqual({
      customer: '🦊'.repeat(128),
      team: 'x'.repeat(128),
    });
    expect(spendLabels(path(DIMENSIONS, null), [{ team: 'x'.repeat(128) }])).toEqual({
      team: 'x'.repeat(128),
    });
  });
});
