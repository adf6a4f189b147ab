import type { BudgetTree } from '@purser/sdk';
import { dollars, unitsOfAmount } from './money.js';
import type { Line, Tally } from './tally.js';

const count = (value: number): string => value.toLocaleString('en-US');

/** The tables of the end: who spent, who was paid, and how the calls ended. */
export function reportOf(tally: Tally, team: BudgetTree): string {
  const vendors = linesOf(tally.byVendor, (line) => [
    count(line.calls),
    count(line.denied),
    dollars(line.spent),
  ]);
  const outcomes = linesOf(tally.byOutcome, (line) => [count(line.calls), dollars(line.spent)]);
  return [
    table(['agent', 'state', 'calls', 'denied', 'spent'], agentLines(team, tally.byAgent)),
    table(['vendor', 'calls', 'denied', 'spent'], vendors),
    table(
      ['outcome', 'calls', 'spent'],
      outcomes.sort(([a = ''], [b = '']) => a.localeCompare(b)),
    ),
  ].join('\n\n');
}

/** The tree, indented. What was spent is what the ledger says; calls and denials are the demo's own count. */
function agentLines(budget: BudgetTree, byAgent: ReadonlyMap<string, Line>, depth = 0): string[][] {
  const under = allUnder(budget);
  const sum = (of: (line: Line) => number): number =>
    under.reduce((total, { name }) => total + of(byAgent.get(name) ?? NONE), 0);
  const own = [
    `${'  '.repeat(depth)}${budget.name}`,
    budget.state,
    count(sum((line) => line.calls)),
    count(sum((line) => line.denied)),
    dollars(spentUnder(budget)),
  ];
  return [own, ...budget.children.flatMap((child) => agentLines(child, byAgent, depth + 1))];
}

const NONE: Line = { calls: 0, denied: 0, spent: 0n };

const allUnder = (budget: BudgetTree): BudgetTree[] => [budget, ...budget.children.flatMap(allUnder)];

/** What a budget and everything under it have spent, according to the ledger. */
export const spentUnder = (budget: BudgetTree): bigint =>
  allUnder(budget).reduce((sum, { balances }) => sum + unitsOfAmount(balances.spent), 0n);

const linesOf = (lines: ReadonlyMap<string, Line>, cells: (line: Line) => string[]): string[][] =>
  [...lines].sort(([, a], [, b]) => Number(b.spent - a.spent)).map(([name, line]) => [name, ...cells(line)]);

/** Text to the left, numbers to the right. */
function table(headings: string[], rows: string[][]): string {
  const widths = headings.map((heading, i) => Math.max(heading.length, ...rows.map((row) => row[i]!.length)));
  const isText = headings.map((heading) => ['agent', 'state', 'vendor', 'outcome'].includes(heading));
  const line = (cells: string[]): string =>
    `  ${cells.map((cell, i) => (isText[i] ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('   ')}`;
  return [
    line(headings),
    `  ${widths.map((width) => '─'.repeat(width)).join('   ')}`,
    ...rows.map(line),
  ].join('\n');
}
