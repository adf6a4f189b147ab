import type { KeyboardEvent, MouseEvent } from 'react';
import type { TreeRow } from './rows.js';

/** What can have the focus within a row. */
const WIDGETS = 'a[href], button';

interface Grid {
  readonly rows: readonly TreeRow[];
  /** The row that has the focus, or gets it when somebody comes to the grid. */
  readonly active: number;
  readonly setActive: (index: number, focus: boolean) => void;
  readonly toggle: (row: TreeRow, open: boolean) => void;
  /** Rows that the window has room for. */
  readonly screenful: () => number;
}

interface TreegridKeys {
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onClick: (event: MouseEvent<HTMLElement>) => void;
}

const rowOf = (target: EventTarget): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[role="row"][data-index]') : null;

const indexOf = (row: HTMLElement | null): number | null =>
  row?.dataset.index === undefined ? null : Number(row.dataset.index);

/** The keys of a treegrid whose rows have the focus, as the authoring practices of WAI-ARIA have them. */
export function useTreegridKeys({ rows, active, setActive, toggle, screenful }: Grid): TreegridKeys {
  const go = (index: number): void => setActive(Math.min(rows.length - 1, Math.max(0, index)), true);

  const onRow = (key: string, row: TreeRow, element: HTMLElement): boolean => {
    const isOpen = row.kind === 'budget' ? row.isOpen : null;
    if (key === 'ArrowRight' && isOpen === false) toggle(row, true);
    else if (key === 'ArrowRight') element.querySelector<HTMLElement>(WIDGETS)?.focus();
    else if (key === 'ArrowLeft' && isOpen === true) toggle(row, false);
    else if (key === 'ArrowLeft') go(parentOf(rows, active));
    else if (key === 'Enter') (element.querySelector<HTMLElement>(WIDGETS) ?? element).click();
    else return false;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const { key, target, altKey, ctrlKey, metaKey, defaultPrevented } = event;
    const element = rowOf(target);
    const row = rows[active];
    if (defaultPrevented || altKey || metaKey || !element || !row) return;
    const steps = stepOf(key, ctrlKey, screenful);
    if (steps !== null) go(active + steps);
    else if (ctrlKey) return;
    else if (target === element ? !onRow(key, row, element) : !onWidget(key, element, target)) return;
    event.preventDefault();
  };

  const onClick = ({ target }: MouseEvent<HTMLElement>): void => {
    const element = rowOf(target);
    const index = indexOf(element);
    const row = index === null ? undefined : rows[index];
    if (index === null || !row) return;
    const isWidget = target instanceof Element && target.closest(WIDGETS) !== null;
    setActive(index, !isWidget);
    if (!isWidget && row.kind === 'budget' && row.isOpen !== null) toggle(row, !row.isOpen);
  };
  return { onKeyDown, onClick };
}

/** How far a key goes, in rows; null for one that stays. */
function stepOf(key: string, ctrlKey: boolean, screenful: () => number): number | null {
  if (key === 'Home') return -Infinity;
  if (key === 'End') return Infinity;
  if (ctrlKey) return null;
  if (key === 'ArrowDown') return 1;
  if (key === 'ArrowUp') return -1;
  if (key === 'PageDown') return screenful();
  if (key === 'PageUp') return -screenful();
  return null;
}

/** Moves between what can be pressed in a row, and back to the row. */
function onWidget(key: string, row: HTMLElement, target: EventTarget): boolean {
  if (key === 'Escape') row.focus();
  else if (key === 'ArrowRight' || key === 'ArrowLeft') {
    const widgets = [...row.querySelectorAll<HTMLElement>(WIDGETS)];
    const at = widgets.findIndex((widget) => widget === target);
    const next = widgets[at + (key === 'ArrowRight' ? 1 : -1)];
    if (next) next.focus();
    else if (key === 'ArrowLeft') row.focus();
  } else return false;
  return true;
}

function parentOf(rows: readonly TreeRow[], index: number): number {
  const level = rows[index]?.level ?? 1;
  for (let i = index - 1; i >= 0; i -= 1) if ((rows[i]?.level ?? 1) < level) return i;
  return index;
}
