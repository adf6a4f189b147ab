import { useRef, useState } from 'react';
import { Button } from './button.js';
import styles from './secret.module.css';

export interface SecretProps {
  /** What it is, and that it is seen no more. */
  readonly text: string;
  readonly secret: string;
  readonly close: () => void;
}

/** Something that is shown once. It is on the page for as long as it is looked at, and nowhere else. */
export function Secret({ text, secret, close }: SecretProps) {
  const shown = useRef<HTMLElement>(null);
  const [state, setState] = useState<'shown' | 'copied' | 'selected'>('shown');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret);
      setState('copied');
    } catch {
      // Not allowed, or no page of a secure address: it is selected, to be copied by hand.
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      setState('selected');
    }
  };
  return (
    <div className={styles.secret} role="group" aria-label={text}>
      <p>{text}</p>
      <code ref={shown}>{secret}</code>
      <div className={styles.buttons}>
        <Button look="primary" autoFocus onClick={() => void copy()}>
          Copy
        </Button>
        <Button onClick={close}>I have it</Button>
        <span role="status" className="muted small">
          {state === 'copied' && 'Copied.'}
          {state === 'selected' && 'Selected: copy it with your keyboard.'}
        </span>
      </div>
    </div>
  );
}
