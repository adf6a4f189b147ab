import styles from './json-block.module.css';
import { Said } from './said.js';

/** Any JSON, shown as it is. */
export function JsonBlock({ label, value }: { readonly label: string; readonly value: unknown }) {
  return (
    <pre className={styles.block} role="group" tabIndex={0} aria-label={label}>
      <Said text={JSON.stringify(value, null, 2)} />
    </pre>
  );
}
