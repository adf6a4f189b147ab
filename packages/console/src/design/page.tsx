import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Said, seenText } from './said.js';
import styles from './page.module.css';

export interface PageProps {
  /** May be what somebody wrote: a name. */
  readonly title: string;
  /** The way to the page, above its heading. */
  readonly path?: ReactNode;
  /** Stands beside the heading: a state. */
  readonly mark?: ReactNode;
  /** What stands at the end of the heading's line: what can be done with the whole page. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A page: names the window, and has the focus when somebody comes to it, so that it is read from its heading on. */
export function Page({ title, path, mark, aside, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${seenText(title)} · Purser`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <main className={styles.page}>
      <div className={styles.top}>
        {path}
        <div className={styles.head}>
          <div className={styles.title}>
            <h1 ref={heading} tabIndex={-1}>
              <Said text={title} />
            </h1>
            {mark}
          </div>
          {aside}
        </div>
      </div>
      {children}
    </main>
  );
}

export interface SectionProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Section({ title, aside, children }: SectionProps) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>
          <Said text={title} />
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
