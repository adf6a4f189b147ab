import type { CallToolResult } from '@modelcontextprotocol/server';
import { deniedBy } from '../denials.js';

/** What a tool of Purser answers: a sentence, and the same as data. */
export function said(sentence: string, data: Record<string, unknown>): CallToolResult {
  return {
    content: [{ type: 'text', text: `${sentence}\n${JSON.stringify(data)}` }],
    structuredContent: data,
  };
}

/** Refusals are results as well: what is thrown at a model says nothing of what would pass. */
export async function orDenied(tool: string, answer: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await answer();
  } catch (error) {
    const { _meta, content } = deniedBy(tool, error);
    const denial = _meta?.['dev.purser/denial'];
    const text = Array.isArray(content) ? textIn(content[0]) : '';
    return {
      isError: true,
      content: [{ type: 'text', text: `${text}\n${JSON.stringify(denial)}` }],
      _meta: { ..._meta },
    };
  }
}

const textIn = (found: unknown): string =>
  typeof found === 'object' && found !== null && 'text' in found ? String(found.text) : '';
