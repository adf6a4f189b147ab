import type { Page } from '../../queries/page.js';

/** Where the items come from. */
export interface ExportSource<T> {
  next: () => Promise<Page<T>>;
  /** As of when all of them are, where that is known. */
  asOf?: string;
  /** Called once, when nothing is read any more. */
  end?: () => Promise<void>;
}

/** Items of a list that goes on behind cursors. */
export function pagesOf<T>(
  read: (cursor: string | undefined) => Promise<Page<T>>,
): () => Promise<ExportSource<T>> {
  let cursor: string | undefined;
  const next = async (): Promise<Page<T>> => {
    const page = await read(cursor);
    cursor = page.nextCursor ?? undefined;
    return page;
  };
  return () => Promise.resolve({ next });
}

/** Pages that are ended once, however often that is asked for. */
export type EndingPages<T> = Required<Pick<ExportSource<T>, 'next' | 'end'>>;

/** The pages of a source, with an end: what is being read is waited for, since whatever that holds is held until then. */
export function endedInOrder<T>(source: ExportSource<T>, giveBack: () => void): EndingPages<T> {
  let reading: Promise<unknown> = Promise.resolve();
  let ended: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await reading;
    await source.end?.();
  };
  return {
    next: () => {
      const page = source.next();
      reading = page.catch(() => undefined);
      return page;
    },
    end: () => (ended ??= end().finally(giveBack)),
  };
}
