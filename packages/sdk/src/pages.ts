interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** All items of a list, page after page, each page asked for when it is come to. */
export async function* itemsOf<T>(
  pageAt: (cursor: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await pageAt(cursor);
    yield* items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}
