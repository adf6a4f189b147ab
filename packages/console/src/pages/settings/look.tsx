import { Check } from '../../design/check.js';
import { Section } from '../../design/page.js';
import { letters } from '../../shell/letters.js';
import { chosenTheme, THEMES, type Theme } from '../../shell/theme.js';
import styles from './look.module.css';

const NAMES: Readonly<Record<Theme, string>> = {
  system: 'As the system has it',
  light: 'Light',
  dark: 'Dark',
};

/** How the page looks in this browser. */
export function Look() {
  const theme = chosenTheme.use();
  const keys = letters.use();
  return (
    <Section title="Look">
      <fieldset className={styles.themes}>
        <legend className="unseen">Colours</legend>
        {THEMES.map((one) => (
          <label key={one}>
            <input type="radio" name="look" checked={one === theme} onChange={() => chosenTheme.set(one)} />
            {NAMES[one]}
          </label>
        ))}
      </fieldset>
      <Check checked={keys === 'on'} onChange={({ target }) => letters.set(target.checked ? 'on' : 'off')}>
        Single letters do something, as j and k in the approvals
      </Check>
      <p className="muted small">Kept in this browser.</p>
    </Section>
  );
}
