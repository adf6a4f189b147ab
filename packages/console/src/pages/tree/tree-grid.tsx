import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useNarrow } from '../../design/use-narrow.js';
import type { Lever, LeverBudget } from '../../parts/levers/lever.js';
import type { PageFault } from './budget-pages.js';
import { GridRow } from './grid-row.js';
import type { TreeRow } from './rows.js';
import styles from './tree.module.css';
import { useTreegridKeys } from './use-treegrid-keys.js';

const HEIGHT = 40;
const NARROW_HEIGHT = 64;

/** Of the head, which stays at the top of the window. */
const HEAD_HEIGHT = 32;

/** Rows that are there before they are seen. */
const OVERSCAN = 8;

export interface TreeGridProps {
  readonly label: string;
  readonly rows: readonly TreeRow[];
  readonly faults: ReadonlyMap<string, PageFault>;
  /** Room that is kept at the beginning, until what stood there has come. */
  readonly atLeast: number;
  /** Hears which pages are looked at, by their keys. */
  readonly look: (keys: readonly string[]) => void;
  readonly toggle: (id: string, open: boolean) => void;
  readonly pull: (lever: Lever, budget: LeverBudget) => void;
  readonly showClosed: () => void;
}

/** The rows of a tree, of which those alone are in the page that can be seen. */
export function TreeGrid({ label, rows, faults, atLeast, look, toggle, pull, showClosed }: TreeGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const height = useNarrow() ? NARROW_HEIGHT : HEIGHT;
  const [activeKey, setActiveKey] = useState<string>();
  const active = Math.max(
    0,
    rows.findIndex(({ key }) => key === activeKey),
  );
  const [margin, setMargin] = useState(0);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: useCallback((i: number) => heightOf(rows[i], height), [rows, height]),
    // Another function makes all places be worked out anew: not for every scroll.
    getItemKey: useCallback((i: number) => rows[i]?.key ?? i, [rows]),
    overscan: OVERSCAN,
    scrollMargin: margin,
    scrollPaddingStart: HEAD_HEIGHT,
    // The row with the focus stays, or the focus would be lost.
    rangeExtractor: useCallback((range: Range) => withActive(range, active), [active]),
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, height]);
  useLayoutEffect(() => setMargin(grid.current?.offsetTop ?? 0), []);

  const shown = virtualizer.getVirtualItems();
  const pages = [...new Set(shown.map(({ index }) => rows[index]?.page?.key ?? ''))].join('\n');
  useEffect(() => look(pages.split('\n')), [look, pages]);

  const focusOn = useFocusOn(grid);
  const setActive = (index: number, focus: boolean): void => {
    const key = rows[index]?.key;
    if (key === undefined) return;
    setActiveKey(key);
    if (!focus) return;
    focusOn(key);
    virtualizer.scrollToIndex(index, { align: 'auto' });
  };
  const keys = useTreegridKeys({
    rows,
    active,
    setActive,
    toggle: (row, open) => row.kind === 'budget' && toggle(row.budget.id, open),
    screenful: () => Math.max(1, Math.floor(innerHeight / height) - 2),
  });
  return (
    <div ref={grid} role="treegrid" aria-label={label} aria-rowcount={rows.length + 1} {...keys}>
      <Head />
      <div
        role="rowgroup"
        className={styles.rows}
        style={{ blockSize: Math.max(atLeast, virtualizer.getTotalSize()) }}
      >
        {shown.map(({ index, key, start, size }) => {
          const row = rows[index];
          return (
            row && (
              <GridRow
                key={key}
                row={row}
                index={index}
                top={start - margin}
                height={size}
                isActive={index === active}
                fault={row.page ? faults.get(row.page.key) : undefined}
                pull={pull}
                showClosed={showClosed}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

const heightOf = (row: TreeRow | undefined, height: number): number =>
  row?.kind === 'pending' ? row.count * height : height;

function withActive(range: Range, active: number): number[] {
  const shown = defaultRangeExtractor(range);
  if (shown.includes(active) || active >= range.count) return shown;
  return [...shown, active].sort((a, b) => a - b);
}

/** Gives the focus to a row as soon as it is there. */
function useFocusOn(grid: { readonly current: HTMLElement | null }): (key: string) => void {
  const wanted = useRef<string>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = grid.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(wanted.current)}"]`);
    if (!row) return;
    row.focus({ preventScroll: true });
    wanted.current = undefined;
  });
  return (key) => (wanted.current = key);
}

function Head() {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" className={styles.row} aria-rowindex={1}>
        <span role="columnheader">Budget</span>
        <span role="columnheader">Where the money is</span>
        <span role="columnheader" className={styles.spent}>
          Spent
        </span>
        <span role="columnheader" className={styles.available}>
          Available
        </span>
        <span role="columnheader">
          <span className="unseen">Levers</span>
        </span>
      </div>
    </div>
  );
}
