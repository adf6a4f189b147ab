import { useState } from 'react';
import { chooseTheme, chosenTheme, THEMES } from './theme.js';

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <select
      aria-label="Theme"
      value={theme}
      onChange={({ target }) => {
        const next = THEMES.find((name) => name === target.value) ?? 'system';
        chooseTheme(next);
        setTheme(next);
      }}
    >
      {THEMES.map((name) => (
        <option key={name} value={name}>
          {name.replace(/^./, (letter) => letter.toUpperCase())}
        </option>
      ))}
    </select>
  );
}
