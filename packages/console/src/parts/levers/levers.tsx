import { useState } from 'react';
import { LeverDialog } from './lever-dialog.js';
import { LeverMenu } from './lever-menu.js';
import type { Lever, LeverBudget } from './lever.js';

/** The levers of one budget: a menu, and the dialog of the one that was chosen. */
export function Levers({ budget }: { readonly budget: LeverBudget }) {
  const [pulled, setPulled] = useState<Lever | null>(null);
  return (
    <>
      <LeverMenu budget={budget} pull={setPulled} />
      {pulled && <LeverDialog lever={pulled} budget={budget} close={() => setPulled(null)} />}
    </>
  );
}
