import { keptIn } from './kept.js';

/** Light, dark, or as the system has it. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** tokens.css follows the attribute; without one it follows the system. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export const chosenTheme = keptIn('purser.theme', THEMES, applyTheme);
