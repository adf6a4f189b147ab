import styles from './states.module.css';

const WIDTHS = ['62%', '86%', '74%', '91%', '68%'];

/** Room for what is on its way, as high as so many lines. */
export function Skeleton({
  lines = 3,
  label = 'Loading',
}: {
  readonly lines?: number;
  readonly label?: string;
}) {
  return (
    <div role="status">
      <span className="unseen">{label}</span>
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} className={styles.line} style={{ inlineSize: WIDTHS[i % WIDTHS.length] }} />
      ))}
    </div>
  );
}
