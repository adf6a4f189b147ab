import { useEffect, useRef, useState } from 'react';
import { Check } from '../../design/check.js';
import { stateIn, BUDGET_STATES, type TreeSearch } from './tree-search.js';
import styles from './tree.module.css';

export interface TreeToolsProps {
  readonly search: TreeSearch;
  readonly change: (search: TreeSearch) => void;
}

/** A pause in typing: then what was typed is searched for. */
const PAUSE_MS = 250;

/** What is searched for, and what is shown. The address keeps it. */
export function TreeTools({ search, change }: TreeToolsProps) {
  const { q, state, closed, ...others } = search;
  const rest = { ...others, ...(q !== undefined && { q }), ...(state && { state }) };
  return (
    <search className={styles.tools}>
      <SearchField
        q={q ?? ''}
        change={(text) => {
          const { q: _, ...without } = search;
          change(text === '' ? without : { ...without, q: text });
        }}
      />
      <select
        aria-label="State"
        value={state ?? ''}
        onChange={({ target }) => {
          const { state: _, ...without } = search;
          const next = stateIn(target.value);
          change(next ? { ...without, state: next } : without);
        }}
      >
        <option value="">Any state</option>
        {BUDGET_STATES.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <Check
        checked={closed === true || state === 'closed'}
        disabled={state !== undefined}
        onChange={({ target }) => change(target.checked ? { ...rest, closed: true } : rest)}
      >
        Closed ones, too
      </Check>
    </search>
  );
}

function SearchField({ q, change }: { readonly q: string; readonly change: (q: string) => void }) {
  const [typed, setTyped] = useState(q);
  const sent = useRef(q);
  // The address can change by itself: somebody goes back.
  useEffect(() => {
    if (q === sent.current) return;
    sent.current = q;
    setTyped(q);
  }, [q]);
  useEffect(() => {
    const text = typed.trim();
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      change(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, change]);
  return (
    <input
      type="search"
      aria-label="Search"
      placeholder="Name, reference, or team:research"
      maxLength={200}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
