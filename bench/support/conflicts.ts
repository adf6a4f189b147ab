const METRIC = /^purser_guard_conflicts_total(?:\{[^}]*\})? (\d+)/gm;

/** Guarded writes that services lost against another writer since they started; null when they do not report it. */
export async function conflictsOf(urls: string[]): Promise<number | null> {
  let sum: number | null = null;
  for (const url of urls) {
    const answer = await fetch(`${url}/metrics`);
    const text = await answer.text();
    for (const [, count] of text.matchAll(METRIC)) sum = (sum ?? 0) + Number(count);
  }
  return sum;
}
