import 'reflect-metadata';
import type { FieldError } from '../problems/problem.js';
import { ListField, ObjectField, VariantsField } from './field.js';
import { AmountField, ChoiceField, FlagField, IntegerField, NamesField } from './fields.js';
import { Shape, type Dto } from './shape.js';

class Inner {
  @NamesField(2, { optional: true, nullable: true })
  names?: string[] | null;
}

class Circle {
  @ChoiceField(['circle'])
  kind!: 'circle';

  @AmountField()
  radius!: string;
}

class Square {
  @ChoiceField(['square'])
  kind!: 'square';

  @AmountField()
  side!: string;
}

class Base {
  @AmountField()
  amount!: string;
}

class Everything extends Base {
  @IntegerField(1, 3, { default: 2 })
  number?: number;

  @FlagField({ optional: true })
  flag?: boolean;

  @ObjectField(() => Inner, { optional: true })
  inner?: Inner;

  @ListField(() => Inner, 2, { optional: true })
  list?: Inner[];

  @VariantsField(
    'kind',
    { circle: Circle, square: Square },
    2,
    { type: 'array', items: {} },
    { optional: true },
  )
  shapes?: (Circle | Square)[];
}

function errorsOf(dto: Dto, value: unknown): string[] {
  const errors: FieldError[] = [];
  Shape.of(dto)?.check(value, '', errors);
  return errors.map(({ field, rule }) => `${field} ${rule}`);
}

describe('shapes', () => {
  const cases: [name: string, value: unknown, errors: string[]][] = [
    ['all that is needed', { amount: '1' }, []],
    [
      'all there is',
      {
        amount: '1',
        number: 3,
        flag: false,
        inner: { names: null },
        list: [{}, { names: ['a', 'b'] }],
        shapes: [{ kind: 'square', side: '1' }],
      },
      [],
    ],
    ['nothing', {}, ['amount required']],
    ['no object', 'x', [' object']],
    ['an array', [], [' object']],
    [
      'a wrong type of each',
      { amount: 1, number: '1', flag: 'true' },
      ['number integer', 'flag boolean', 'amount amount'],
    ],
    ['null where it is not said', { amount: '1', number: null }, ['number integer']],
    [
      'unknown fields, here and there',
      { amount: '1', x: 1, inner: { y: 2 } },
      ['x unknown_field', 'inner.y unknown_field'],
    ],
    ['an inherited name as a field', { amount: '1', toString: 1 }, ['toString unknown_field']],
    ['an object that is none', { amount: '1', inner: [] }, ['inner object']],
    ['an empty list', { amount: '1', list: [] }, ['list array']],
    ['a long list', { amount: '1', list: [{}, {}, {}] }, ['list array']],
    ['an item that is none', { amount: '1', list: [{}, null] }, ['list.1 object']],
    ['items of items', { amount: '1', list: [{ names: ['a', 'B'] }] }, ['list.0.names.1 name']],
    ['a repeated item', { amount: '1', inner: { names: ['a', 'a'] } }, ['inner.names unique']],
    ['a variant that is none', { amount: '1', shapes: [{ kind: 'cube' }] }, ['shapes.0 kind']],
    [
      'a variant without its field',
      { amount: '1', shapes: [{ kind: 'circle' }] },
      ['shapes.0.radius required'],
    ],
    [
      'a field of the other variant',
      { amount: '1', shapes: [{ kind: 'circle', radius: '1', side: '1' }] },
      ['shapes.0.side unknown_field'],
    ],
  ];

  it.each(cases)('%s', (_, value, errors) => {
    expect(errorsOf(Everything, value)).toEqual(errors);
  });

  it('has none for a class without rules', () => {
    expect(Shape.of(String)).toBeNull();
  });

  it('says what is wanted', () => {
    const errors: FieldError[] = [];
    Shape.of(Everything)!.check({ amount: '1', number: 9 }, '', errors);
    expect(errors).toEqual([
      { field: 'number', rule: 'integer', message: 'number must be a whole number from 1 to 3' },
    ]);
  });
});
