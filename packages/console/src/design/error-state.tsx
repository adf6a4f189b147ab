import { PurserError } from '@purser/sdk';
import { isForbidden, isMissing, errorText } from '../api/errors.js';
import { Button } from './button.js';
import styles from './states.module.css';

export interface ErrorStateProps {
  readonly error: unknown;
  readonly retry?: () => unknown;
}

/** What the heading says of an error; what was wrong this time stands below. */
function headingOf(error: unknown): string {
  if (isForbidden(error)) return 'Your key does not allow this';
  if (isMissing(error)) return 'There is no such thing, or not for your key';
  return 'This could not be loaded';
}

export function ErrorState({ error, retry }: ErrorStateProps) {
  return (
    <div className={styles.bad} role="alert">
      <strong>{headingOf(error)}</strong>
      <p>{errorText(error)}</p>
      {error instanceof PurserError && (
        <p className="muted small">
          Request <code>{error.requestId}</code>
        </p>
      )}
      {retry && !isForbidden(error) && <Button onClick={() => void retry()}>Try again</Button>}
    </div>
  );
}
