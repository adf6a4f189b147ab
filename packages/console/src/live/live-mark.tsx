import { timeText } from '../design/times.js';
import { useLive } from './live.js';
import styles from './live-mark.module.css';

const TEXT = { connecting: 'Connecting', live: 'Live' } as const;

/** Says whether what is shown follows what happens, and since when it does not. */
export function LiveMark() {
  const { state } = useLive();
  return (
    <span className={`${styles.mark} ${styles[state.name] ?? ''}`} role="status">
      <span className={styles.dot} />
      {state.name === 'away' ? (
        <span>As of {timeText(state.since, 'minute')}, trying again</span>
      ) : (
        TEXT[state.name]
      )}
    </span>
  );
}
