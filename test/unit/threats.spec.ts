import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS } from '../../src/core/commands/commands.js';
import { ACTIONS, ROLE_ACTIONS, ROLES, UNSCOPED } from '../../src/core/keys.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

describe('the table of threats', () => {
  const rows = read('docs/security.md')
    .split('\n## Threats\n')[1]!
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('names for each threat tests that exist', () => {
    expect(rows.length).toBeGreaterThanOrEqual(19);
    for (const [, who, what, against, shown] of rows) {
      for (const cell of [who, what, against]) expect(cell).not.toBe('');
      const files = [...shown!.matchAll(/`([^`]+)`/g)].map(([, file]) => file!);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) expect([file, existsSync(path.join(ROOT, file))]).toEqual([file, true]);
    }
  });

  it('is where SECURITY.md says it is', () => {
    expect(read('SECURITY.md')).toContain('(docs/security.md)');
  });
});

const namesIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
const section = (title: string): string =>
  read('docs/security.md').split(`\n## ${title}\n`)[1]!.split('\n## ')[0]!;

describe('what docs/security.md lists', () => {
  it('is every action, and what each role has of them', () => {
    const text = read('docs/security.md');
    const [, actions] = /The columns are the actions ([^;]+);/.exec(text)!;
    expect(namesIn(actions!)).toEqual(ACTIONS);
    for (const role of ROLES) {
      const [, , ...cells] = new RegExp(`^\\| \`${role}\`.*$`, 'm').exec(text)![0].split('|');
      const has = ACTIONS.filter((_, i) => cells[i]!.trim() === '×');
      expect([role, has]).toEqual([role, ROLE_ACTIONS[role]]);
    }
  });

  it('is every scope of a key', () => {
    const rows = section('Scopes')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.flatMap((row) => namesIn(row.split('|')[1]!))).toEqual([
      ...Object.keys(UNSCOPED),
      'expiresAt',
    ]);
  });

  it('is all that scopes hold for: what makes a reservation, and what callers do to one', () => {
    const [, made, done] =
      /They hold for making a reservation \(([^)]+)\) and for all that is done to\s+one, whoever made it \(([^)]+)\)/.exec(
        section('Scopes'),
      )!;
    const ofCallers = Object.entries(COMMANDS).filter(
      ([, { addressee, action }]) => addressee === 'reservation' && action !== null,
    );
    expect(namesIn(done!).sort()).toEqual(ofCallers.map(([type]) => type).sort());
    expect(namesIn(made!)).toEqual(['reserve', 'charge']);
  });
});
