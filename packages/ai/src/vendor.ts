/** Providers that the catalogue of prices calls by another name. */
const OTHER_NAMES = new Map([
  ['amazon-bedrock', 'aws'],
  ['bedrock', 'aws'],
  ['azure-openai', 'azure'],
  ['vertex', 'google'],
  ['google-vertex', 'google'],
  ['xai', 'x-ai'],
  ['togetherai', 'together'],
]);

/** Whom a model is paid to: `openai` of the provider `openai.chat`. */
export function vendorOf(provider: string): string {
  const [first = provider] = provider.toLowerCase().split('.');
  return OTHER_NAMES.get(first) ?? first;
}
