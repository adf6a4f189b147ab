import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

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
