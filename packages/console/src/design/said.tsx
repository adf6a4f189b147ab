/** Characters that cannot be seen, or that turn round what stands beside them; two of them join letters of some scripts. */
const UNSEEN = /(?![\n\t\u200C\u200D])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const shownAs = (character: string): string =>
  `⟨${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** Text of others for where there is room for text alone: in labels of parts, and on canvases. */
export const seenText = (text: string): string => text.replaceAll(UNSEEN, shownAs);

export interface SaidProps {
  /** Null is shown as nothing. */
  readonly text: string | null | undefined;
  readonly title?: string;
}

/**
 * What somebody wrote: a name, a reason, a vendor. It is text whatever it holds, keeps to itself, and cannot look like
 * something else: what would not be seen is shown by its number.
 */
export function Said({ text, title }: SaidProps) {
  return <bdi title={title}>{text && seenText(text)}</bdi>;
}
