import { chosenTheme, THEMES } from './theme.js';

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const theme = chosenTheme.use();
  return (
    <select
      aria-label="Theme"
      value={theme}
      onChange={({ target }) => chosenTheme.set(THEMES.find((name) => name === target.value) ?? 'system')}
    >
      {THEMES.map((name) => (
        <option key={name} value={name}>
          {name.replace(/^./, (letter) => letter.toUpperCase())}
        </option>
      ))}
    </select>
  );
}
