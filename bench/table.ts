import type { Row } from './contest.js';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const figures = (value: number): string => (value >= 10 ? value.toFixed(1) : value.toFixed(2));

const COLUMNS: [heading: string, cell: (row: Row) => string][] = [
  ['case', (row) => row.case.title],
  ['against', (row) => row.case.against],
  ['ratio', (row) => figures(row.ratio)],
  [
    'to reach',
    (row) =>
      row.case.floor === undefined
        ? ''
        : `${row.case.floor}${row.ratio >= row.case.floor ? '' : ' (missed)'}`,
  ],
  ['per second', (row) => whole(row.rate)],
  ['other, per second', (row) => whole(row.againstRate)],
  ['p50 ms', (row) => figures(row.p50)],
  ['p99 ms', (row) => figures(row.p99)],
  ['conflicts', (row) => (row.conflicts === null ? '' : whole(row.conflicts))],
  ['errors', (row) => whole(row.failures)],
  ['memory MiB', (row) => whole(row.memoryMiB)],
];

/** The rows as a table in Markdown, aligned so that it can be read as it is. */
export function tableOf(rows: readonly Row[]): string {
  return markdownTable(
    COLUMNS.map(([heading]) => heading),
    rows.map((row) => COLUMNS.map(([, cell]) => cell(row))),
  );
}

export function markdownTable(headings: string[], lines: string[][]): string {
  const widths = headings.map((heading, i) =>
    Math.max(heading.length, ...lines.map((line) => line[i]!.length)),
  );
  const text = (cells: string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [text(headings), text(widths.map((width) => '-'.repeat(width))), ...lines.map(text)].join('\n');
}
