import { keptIn } from './kept.js';

/** Whether single letters do something on pages that have some. They can be turned off: some people speak to their browser. */
export const letters = keptIn('purser.shortcuts', ['on', 'off']);
