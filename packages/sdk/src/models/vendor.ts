/** Providers that the catalogue of prices calls by another name than libraries do. */
const OTHER_NAMES = new Map([
  ['amazon-bedrock', 'aws'],
  ['bedrock', 'aws'],
  ['azure-openai', 'azure'],
  ['google-genai', 'google'],
  ['google-vertex', 'google'],
  ['google-vertexai', 'google'],
  ['vertex', 'google'],
  ['mistralai', 'mistral'],
  ['togetherai', 'together'],
  ['xai', 'x-ai'],
]);

/** Whom a model is paid to, by what a library calls its provider: `openai` of `openai.chat`, `aws` of `amazon_bedrock`. */
export function vendorOf(provider: string): string {
  const [first = provider] = provider.toLowerCase().split('.');
  const name = first.replaceAll('_', '-');
  return OTHER_NAMES.get(name) ?? name;
}
