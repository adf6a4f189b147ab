import styles from './approvals.module.css';
import { Said } from '../../design/said.js';

/** What the agent said of its situation: any JSON, shown as it is. */
export function Context({ value }: { readonly value: unknown }) {
  return (
    <pre className={styles.context} tabIndex={0} aria-label="Context">
      <Said text={JSON.stringify(value, null, 2)} />
    </pre>
  );
}
