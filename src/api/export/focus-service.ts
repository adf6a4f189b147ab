import type { ChargedEntry } from '../../queries/charged-entries.js';

/** Categories of calls that are calls of models, by the words that are usual for them. */
const MODELS: ReadonlySet<string> = new Set([
  'chat',
  'completion',
  'embedding',
  'embeddings',
  'generation',
  'inference',
  'llm',
  'model',
]);

/** A service is of one category for all of its charges: it follows from its name alone. */
export const serviceCategoryOf = (service: string): { category: string; subcategory: string } =>
  MODELS.has(service.toLowerCase())
    ? { category: 'AI and Machine Learning', subcategory: 'Generative AI' }
    : { category: 'Other', subcategory: 'Other (Other)' };

/**
 * What was bought: the category of the call. Where it has none, a call of a model is known by its price of the catalogue, or by tokens;
 * any other by its item, or by who was paid.
 */
export function serviceOf({ content: { reservation }, expense }: ChargedEntry): string {
  if (expense.category !== null) return expense.category;
  const ofCatalogue = reservation?.price !== undefined && 'catalogue' in reservation.price;
  const hasTokens = Object.keys(reservation?.usage ?? {}).some((unit) => unit.endsWith('_tokens'));
  return ofCatalogue || hasTokens ? 'inference' : (expense.item ?? expense.vendor ?? 'unknown');
}
