import type { ComponentProps } from 'react';
import styles from './button.module.css';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** What it does is under way: it cannot be pressed again, and keeps its place. */
  readonly busy?: boolean;
  readonly small?: boolean;
  /** The key that does the same, where the page listens for it. */
  readonly shortcut?: string;
}

export function Button({
  look = 'plain',
  busy = false,
  small = false,
  shortcut,
  disabled,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={`${styles.button} ${styles[look] ?? ''} ${small ? 'small' : ''}`}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      aria-keyshortcuts={shortcut}
      {...rest}
    >
      {children}
      {shortcut !== undefined && <kbd aria-hidden>{shortcut}</kbd>}
    </button>
  );
}
