import type { Settlement } from '@purser/sdk';
import { denied } from '../denials.js';
import { META } from '../meta-keys.js';
import { isRecord } from '../records.js';
import { takeNoMore, takeReports } from '../report-cost.js';
import { withSignal, type ToolResult } from '../tool-call.js';
import { WithheldError, type PricedCall, type Tab, type ToolReceipt } from './payment.js';

/** The tool itself, with the context that it gets. */
export type RunTool = (context: Record<string, unknown>) => unknown;

/** Called with what nobody else hears of: a cost that is not recorded, a price or a rule that throws. */
export type OnTrouble = (trouble: unknown) => void;

/** How a tool ended. */
type Ended =
  | { readonly how: 'answered'; readonly result: ToolResult }
  | { readonly how: 'failed'; readonly failure: unknown; readonly result: ToolResult }
  /** It asks the client for something, and is called again with it. */
  | { readonly how: 'asks'; readonly result: ToolResult }
  /** It may still be at work. */
  | { readonly how: 'timed out'; readonly result: ToolResult };

/** What becomes of the money. */
type Ending = { readonly settle: Settlement | 'whole' } | 'release' | 'keep';

/** The longest that a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** Whether an error is `-32042` of the protocol: it asks people to open a page, and means nothing as a text. */
export const asksForUrl = (error: unknown): boolean => isRecord(error) && error.code === -32042;

/** Runs the tool on money that is set aside, pays, and says in the result what was paid. */
export async function serve(
  priced: PricedCall,
  run: RunTool,
  tab: Tab,
  onTrouble: OnTrouble,
): Promise<ToolResult> {
  let reported: Settlement | undefined;
  const ended = await untilEnded(priced, run, tab, (report) => (reported = report));
  const ending = endingOf(priced, ended, reported, onTrouble);
  let receipt: ToolReceipt;
  try {
    receipt = await endTab(tab, ending);
  } catch (error) {
    if (error instanceof WithheldError) return denied(priced.call.tool, 'payment_refused', error.message);
    throw error;
  }
  if (ended.how === 'failed' && asksForUrl(ended.failure)) throw ended.failure;
  return { ...ended.result, _meta: { ...ended.result._meta, [META.receipt]: receipt } };
}

async function untilEnded(
  { call, tool }: PricedCall,
  run: RunTool,
  tab: Tab,
  onReport: (report: Settlement) => void,
): Promise<Ended> {
  const late = new AbortController();
  const signals = [call.signal, late.signal, ...(tab.signal ? [tab.signal] : [])];
  const context = withSignal(call.context, AbortSignal.any(signals));
  takeReports(context, onReport);
  const limitMs = Math.min(tool.timeoutMs, tab.forMs, LONGEST_MS);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timedOut = new Promise<Ended>((resolve) => {
    timer = setTimeout(() => {
      late.abort(new Error(`${call.tool} took longer than ${limitMs} ms`));
      const sentence = `${call.tool} took too long. It may have done its work all the same.`;
      resolve({ how: 'timed out', result: denied(call.tool, 'timed_out', sentence) });
    }, limitMs);
  });
  try {
    return await Promise.race([timedOut, outcomeOf(run, context)]);
  } finally {
    clearTimeout(timer);
    takeNoMore(context);
  }
}

async function outcomeOf(run: RunTool, context: Record<string, unknown>): Promise<Ended> {
  try {
    const answer = await run(context);
    const result: ToolResult = isRecord(answer) ? answer : {};
    if (result.resultType === 'input_required') return { how: 'asks', result };
    return result.isError ? { how: 'failed', failure: result, result } : { how: 'answered', result };
  } catch (failure) {
    // As the SDK says it, which then has no room for a receipt.
    const text = failure instanceof Error ? failure.message : String(failure);
    return { how: 'failed', failure, result: { isError: true, content: [{ type: 'text', text }] } };
  }
}

/** Never gives back what may have been spent, unless the tool, or its rule, says so. */
function endingOf(
  { call, tool }: PricedCall,
  ended: Ended,
  reported: Settlement | undefined,
  onTrouble: OnTrouble,
): Ending {
  if (reported) return { settle: reported };
  try {
    switch (ended.how) {
      case 'asks':
        return 'release';
      case 'timed out':
        return { settle: 'whole' };
      case 'answered':
        return { settle: tool.cost?.(ended.result, call.args) ?? 'whole' };
      case 'failed': {
        const { onError = 'commit' } = tool;
        const rule = typeof onError === 'function' ? onError(ended.failure) : onError;
        return rule === 'commit' ? { settle: 'whole' } : rule;
      }
    }
  } catch (error) {
    onTrouble(error);
    return { settle: 'whole' };
  }
}

async function endTab(tab: Tab, ending: Ending): Promise<ToolReceipt> {
  if (ending === 'keep') return tab.keep();
  if (ending === 'release') return tab.release('the tool has spent nothing');
  return tab.settle(ending.settle);
}
