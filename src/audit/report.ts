import type { AuditReport } from './audit.js';
import { differenceText } from './difference.js';

/** The report for people: the verdict, what was looked at, and how fast. */
export function reportText(report: AuditReport): string {
  const { found, kinds: _, differences: __, milliseconds, ...counts } = report;
  const seconds = milliseconds / 1000;
  const rate = seconds > 0 ? Math.round(counts.entries / seconds) : 0;
  const rows: [string, string][] = [
    ...Object.entries(counts).map(([what, count]): [string, string] => [what, count.toLocaleString('en-US')]),
    ['time', `${seconds.toFixed(2)} s`],
    ['rate', `${rate.toLocaleString('en-US')} entries/s`],
  ];
  const verdict =
    found > 0 ? differencesText(report) : 'Every balance, hold and counter is what the journal says.';
  return `${verdict}\n\n${table(rows)}\n`;
}

/** How many there are of each kind, the first of them in full, and how many more there are. */
function differencesText({ found, kinds, differences }: AuditReport): string {
  const number = (count: number): string => count.toLocaleString('en-US');
  const summary = [...kinds].map(
    ([what, count]) => `  ${number(count).padStart(number(found).length)}  ${what}`,
  );
  const more = found - differences.length;
  return [
    `The tables are NOT what the journal says: ${number(found)} ${found === 1 ? 'difference' : 'differences'}.`,
    summary.join('\n'),
    ...differences.map(differenceText),
    ...(more > 0 ? [`and ${number(more)} more`] : []),
  ].join('\n\n');
}

/** Numbers stand below each other, their units behind them. */
function table(rows: readonly [string, string][]): string {
  const width = Math.max(...rows.map(([, value]) => value.split(' ')[0]!.length));
  return rows
    .map(([what, value]) => {
      const [number = '', unit] = value.split(' ');
      return `  ${what.padEnd(14)}${number.padStart(width)}${unit ? ` ${unit}` : ''}`;
    })
    .join('\n');
}
