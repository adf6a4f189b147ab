import { readFileSync } from 'node:fs';

/** One call of the trace: when it was made, what went in and what came out. */
export interface Call {
  index: number;
  at: string;
  contextTokens: number;
  generatedTokens: number;
}

const FILE = new URL('./data/azure-llm-code-2023.csv', import.meta.url);

/** Reads the trace, oldest first. */
export function readTrace(): Call[] {
  const [, ...lines] = readFileSync(FILE, 'utf8').trim().split(/\r?\n/);
  return lines.map((line, index) => {
    const [at = '', context, generated] = line.split(',');
    return { index, at, contextTokens: Number(context), generatedTokens: Number(generated) };
  });
}
