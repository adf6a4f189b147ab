import { jest } from '@jest/globals';
import { Company } from './company.js';

describe('a process', () => {
  const clock = jest.spyOn(performance, 'now');
  afterAll(() => clock.mockRestore());

  it('is shared for a second after another name was heard of', () => {
    const company = new Company();
    clock.mockReturnValue(5_000);
    company.note('A');
    company.note('A');
    expect(company.isShared).toBe(false);
    company.note('B');
    expect(company.isShared).toBe(true);
    clock.mockReturnValue(6_000);
    expect(company.isShared).toBe(false);
  });

  it('stays shared while names alternate', () => {
    const company = new Company();
    for (let at = 0; at < 5_000; at += 500) {
      clock.mockReturnValue(at);
      company.note(at % 1_000 === 0 ? 'A' : 'B');
    }
    clock.mockReturnValue(5_400);
    expect(company.isShared).toBe(true);
  });
});
