import { setTimeout as sleep } from 'node:timers/promises';

/** What a scrape read: values by series, written as in the text. */
export type Series = ReadonlyMap<string, number>;

/** Reads a page of metrics; throws for a line that is none. */
function seriesOf(text: string): Series {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, series, value] = /^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      // Prometheus reads `NaN` in any case.
      const isNumber = /^nan$/i.test(value ?? '') || !Number.isNaN(Number(value));
      if (series === undefined || !isNumber) throw new Error(`no line of metrics: ${line}`);
      return [series, Number(value)];
    }),
  );
}

/** Asks for the metrics as Prometheus does. */
export async function scrape(url: string): Promise<Series> {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  return seriesOf(await response.text());
}

/** Scrapes again and again until what was read is as expected; throws with what it read last. */
export async function scrapeUntil(url: string, isSo: (series: Series) => boolean): Promise<Series> {
  let series: Series = new Map();
  for (let left = 600; left > 0; left -= 1) {
    series = await scrape(url);
    if (isSo(series)) return series;
    await sleep(100);
  }
  const known = [...series].filter(([name]) => name.startsWith('purser_'));
  throw new Error(
    `the metrics did not come to what was expected:\n${known.map((one) => one.join(' ')).join('\n')}`,
  );
}
