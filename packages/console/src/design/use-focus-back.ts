import { useState } from 'react';

/**
 * Gives the focus back to what had it before a dialog came. Radix would look for that when a field of the dialog has the focus
 * already. For what is there only as long as the dialog is.
 */
export function useFocusBack(): (event: Event) => void {
  const [before] = useState(() => document.activeElement);
  return (event) => {
    if (!(before instanceof HTMLElement) || !before.isConnected) return;
    event.preventDefault();
    before.focus();
  };
}
