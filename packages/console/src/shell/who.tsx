import { useSession } from '../session/session.js';
import styles from './shell.module.css';
import { Said } from '../design/said.js';

/** Who is signed in, and as what. */
export function Who() {
  const { name, role } = useSession();
  return (
    <div className={styles.who}>
      <strong>
        <Said text={name} />
      </strong>
      <span className="muted">{role}</span>
    </div>
  );
}
