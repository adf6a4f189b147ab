import type { ComponentProps, ReactNode } from 'react';
import styles from './check.module.css';

export interface CheckProps extends Omit<ComponentProps<'input'>, 'type' | 'children'> {
  readonly children: ReactNode;
}

/** A box to tick, with what it means beside it. */
export function Check({ children, ...rest }: CheckProps) {
  return (
    <label className={styles.check}>
      <input type="checkbox" {...rest} />
      <span>{children}</span>
    </label>
  );
}
