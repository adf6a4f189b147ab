import { CloseDialog } from './close-dialog.js';
import { DelegateDialog } from './delegate-dialog.js';
import type { Lever, LeverBudget } from './lever.js';
import { MoneyDialog } from './money-dialog.js';
import { NarrowDialog } from './narrow-dialog.js';
import { StateDialog } from './state-dialog.js';

export interface LeverDialogProps {
  readonly lever: Lever;
  readonly budget: LeverBudget;
  readonly close: () => void;
}

/** Asks for what a lever needs, and pulls it. */
export function LeverDialog({ lever, ...rest }: LeverDialogProps) {
  switch (lever) {
    case 'freeze':
    case 'resume':
      return <StateDialog change={lever} {...rest} />;
    case 'fund':
    case 'defund':
      return <MoneyDialog change={lever} {...rest} />;
    case 'delegate':
      return <DelegateDialog {...rest} />;
    case 'narrow':
      return <NarrowDialog {...rest} />;
    case 'close':
      return <CloseDialog {...rest} />;
  }
}
