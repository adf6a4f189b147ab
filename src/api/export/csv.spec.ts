import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import Papa from 'papaparse';
import { neutral, writerOf, type CsvColumn } from './csv.js';

interface Item {
  text: string;
  amount: string;
}

const COLUMNS: CsvColumn<Item>[] = [
  { name: 'text', of: ({ text }) => text },
  { name: 'amount', of: ({ amount }) => amount, isNumber: true },
];

const ROW = writerOf(COLUMNS, (item: Item) => item);

const rows = (items: Item[]): string[][] =>
  Papa.parse<string[]>(ROW.textOf(items), { delimiter: ',', newline: '\r\n', skipEmptyLines: true }).data;

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  ['\n=1', "'\n=1"],
  ['＝1', "'＝1"],
  ["'=1", "''=1"],
  ["it's", "it's"],
  ["'quoted'", "'quoted'"],
  ['a=1', 'a=1'],
  ['', ''],
])('text %j is shown as %j', (text, shown) => {
  expect(neutral(text)).toBe(shown);
});

test('numbers of ours stay numbers, below zero, too', () => {
  expect(rows([{ text: '-1', amount: '-0.25' }])).toEqual([["'-1", '-0.25']]);
});

test('whatever is written is read back by another parser, and no field begins a formula', () => {
  const character = fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    "'",
    '"',
    ',',
    ';',
    '\t',
    '\r',
    '\n',
    ' ',
    'a',
    'ä',
    '＝',
  );
  const text = fc.oneof(fc.string({ unit: character }), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1 }), (texts) => {
      const read = rows(texts.map((one) => ({ text: one, amount: '1' })));
      expect(read.map(([one]) => one)).toEqual(texts.map(neutral));
      for (const [one] of read) expect(one).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
    }),
  );
});

test('the text as it was is what is left without one apostrophe', () => {
  const text = fc.string({ unit: fc.constantFrom('=', "'", '-', 'a') });
  fc.assert(
    fc.property(text, (one) => {
      const shown = neutral(one);
      expect(/^'+[=+\-@\t\r\n＝＋－＠]/.test(shown) ? shown.slice(1) : shown).toBe(one);
    }),
  );
});

test('the first line names the columns', () => {
  expect(ROW.header).toBe('text,amount\r\n');
});
