const PREFIX = 'PURSER_';

/**
 * What Kubernetes sets in every container beside a Service that is named `purser`: where it is. Nobody has written these
 * down, so that they cannot be mistakes.
 */
const SERVICE_LINK =
  /^PURSER_(?:[A-Z0-9_]+_)?(?:SERVICE_(?:HOST|PORT(?:_[A-Z0-9_]+)?)|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/;
const SERVICE_PORT = /^PURSER_(?:[A-Z0-9_]+_)?PORT$/;
const SERVICE_ADDRESS = /^(?:tcp|udp|sctp):\/\//;

/**
 * The variables that begin with `PURSER_` and that nobody reads, each as a sentence with the name that was probably
 * meant: a limit that is misspelt would otherwise be a limit that is not there.
 */
export function unknownVariables(
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): string[] {
  return Object.entries(env)
    .filter(([name, text]) => name.startsWith(PREFIX) && text?.trim() && !known.includes(name))
    .filter(([name, text]) => !isServiceLink(name, text!))
    .map(([name]) => `${name} is no variable of this service${suggestion(name, known)}`);
}

const isServiceLink = (name: string, text: string): boolean =>
  SERVICE_LINK.test(name) || (SERVICE_PORT.test(name) && SERVICE_ADDRESS.test(text));

/** Names that are further from each other than a third of their letters have little in common. */
const FAR = 1 / 3;

function suggestion(name: string, known: readonly string[]): string {
  const bare = (text: string): string => text.replace(PREFIX, '');
  const ranked = known
    .map((candidate) => ({ candidate, distance: distance(bare(name), bare(candidate)) }))
    .sort((one, other) => one.distance - other.distance);
  const [nearest] = ranked;
  if (!nearest || nearest.distance > Math.max(2, bare(name).length * FAR)) return '';
  return `: is ${nearest.candidate} meant?`;
}

/** How many letters have to be put in, taken out or changed to get from one text to the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i += 1) {
    const above = row;
    row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const change = above[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      row.push(Math.min(change, above[j]! + 1, row[j - 1]! + 1));
    }
  }
  return row[to.length]!;
}
