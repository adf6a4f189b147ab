import { WINDOW_RULES, WINDOWS } from '../../core/windows.js';

const LONG = WINDOWS.flatMap((window) => {
  const { wholeWithinDays } = WINDOW_RULES[window];
  return wholeWithinDays !== null && wholeWithinDays > 1 ? { window, days: wholeWithinDays } : [];
});

/** How far back a limit has to look to hold a whole window, in words: "3 days for day, 15 for week". */
export const daysToHold = (first: (days: number, window: string) => string): string =>
  LONG.map(({ window, days }, i) => (i === 0 ? first(days, window) : `${days} for ${window}`)).join(', ');
