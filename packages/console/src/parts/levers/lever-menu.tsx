import { Button } from '../../design/button.js';
import { Menu } from '../../design/menu.js';
import { seenText } from '../../design/said.js';
import { useLevers, type Lever, type LeverBudget } from './lever.js';

const NAMES: Readonly<Record<Lever, string>> = {
  freeze: 'Freeze…',
  resume: 'Resume…',
  delegate: 'Open a sub-budget…',
  fund: 'Fund…',
  defund: 'Take money out…',
  narrow: 'Lower a limit…',
  close: 'Close…',
};

export interface LeverMenuProps {
  readonly budget: LeverBudget;
  readonly pull: (lever: Lever) => void;
  /** In a row, where only three dots have room; -1 where the row decides when it can be reached. */
  readonly tabIndex?: number;
  readonly inRow?: boolean;
}

/** What can be done to a budget, behind a button; nothing where that is nothing. */
export function LeverMenu({ budget, pull, inRow = false, tabIndex }: LeverMenuProps) {
  const levers = useLevers(budget);
  if (levers.length === 0) return null;
  const items = levers.map((lever) => ({
    name: NAMES[lever],
    act: () => pull(lever),
    danger: lever === 'close',
  }));
  return (
    <Menu items={items}>
      {inRow ? (
        <Button look="quiet" aria-label={`Levers of ${seenText(budget.name)}`} tabIndex={tabIndex}>
          <span aria-hidden>⋯</span>
        </Button>
      ) : (
        <Button>
          Levers <span aria-hidden>▾</span>
        </Button>
      )}
    </Menu>
  );
}
