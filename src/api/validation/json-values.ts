import { MAX_EVIDENCE, MAX_EVIDENCE_BYTES } from '../../core/call-outcome.js';
import { isRecord } from './shape.js';

export const MAX_LABELS = 32;
/** What the key of a label looks like. */
export const LABEL_KEY = /^[A-Za-z0-9._/-]{1,64}$/;
const MAX_LABEL_LENGTH = 500;

/** The key and value of a label are strings, and keys are simple enough to be named in a query. */
export function isLabels(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const labels = Object.entries(value);
  return (
    labels.length <= MAX_LABELS && labels.every(([key, text]) => LABEL_KEY.test(key) && isLabelText(text))
  );
}

const isLabelText = (text: unknown): boolean => typeof text === 'string' && text.length <= MAX_LABEL_LENGTH;

/** Reads "team:research" as a label to look for; null when it is none. */
export function parseLabel(text: string): [key: string, value: string] | null {
  const colon = text.indexOf(':');
  const [key, value] = [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
  return LABEL_KEY.test(key) && isLabelText(value) ? [key, value] : null;
}

/** Texts by name, as labels are, few of them and none of them empty. */
export function isEvidence(value: unknown): boolean {
  if (!isLabels(value)) return false;
  const texts = Object.values(value as object);
  return (
    texts.length >= 1 &&
    texts.length <= MAX_EVIDENCE &&
    texts.every((text) => text !== '') &&
    Buffer.byteLength(JSON.stringify(value)) <= MAX_EVIDENCE_BYTES
  );
}

const MAX_CONTEXT_BYTES = 8 * 1024;
const MAX_CONTEXT_DEPTH = 16;

/** Bodies are bounded in depth and size when they are read, so that measuring one cannot go far. */
export function isContext(value: unknown): boolean {
  return (
    isRecord(value) &&
    Buffer.byteLength(JSON.stringify(value)) <= MAX_CONTEXT_BYTES &&
    depthOf(value) <= MAX_CONTEXT_DEPTH
  );
}

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
