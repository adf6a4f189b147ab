const MODALITIES = 'audio|image|text|video';
const TOKENS = new RegExp(`^(input|output)(?:_(${MODALITIES}))?(?:_(tool|reasoning|citation))?_tokens$`);
const CACHED = new RegExp(`^cache(?:_(${MODALITIES}))?_(read|write)(?:_(1h|5m))?_tokens$`);
const SECONDS = /^(?:(input|output)_)?(audio)_seconds$/;
const PAGES = /^(input)(?:_(annotated))?_document_pages$/;

/** What is known of a unit that models are billed by; null for one that is not known. */
function featuresOf(unit: string): Set<string> | null {
  const cached = CACHED.exec(unit);
  if (cached) return features('tokens', 'input', cached[1], `cache_${cached[2]}`, cached[3]);
  const tokens = TOKENS.exec(unit);
  if (tokens) return features('tokens', ...tokens.slice(1));
  const seconds = SECONDS.exec(unit);
  if (seconds) return features('seconds', ...seconds.slice(1));
  const pages = PAGES.exec(unit);
  return pages ? features('pages', ...pages.slice(1)) : null;
}

const features = (...names: (string | undefined)[]): Set<string> =>
  new Set(names.filter((name) => name !== undefined));

/**
 * Whether one well-known unit is contained in another: `input_tokens` contains `cache_read_tokens`, and both contain
 * `cache_audio_read_tokens`. It is how providers report them.
 */
export function isPartOf(unit: string, container: string): boolean {
  const inner = featuresOf(unit);
  const outer = featuresOf(container);
  return (
    inner !== null && outer !== null && inner.size > outer.size && [...outer].every((name) => inner.has(name))
  );
}
