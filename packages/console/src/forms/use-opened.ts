import { useState } from 'react';

/** A form that opens where its button was; when it is closed, the button is there again and has the focus. */
export function useOpened() {
  const [state, setState] = useState<'closed' | 'open' | 'left'>('closed');
  return {
    isOpen: state === 'open',
    close: (): void => setState('left'),
    /** What its button is given. */
    opener: { onClick: (): void => setState('open'), autoFocus: state === 'left' },
  };
}
