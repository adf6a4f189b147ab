import type { Past, Relative } from '../../src/core/baselines.js';
import { UNSCOPED, type Scopes } from '../../src/core/keys.js';
import { envelopeInput } from './core.js';

/** `name=value` words of a step. */
export type Options = Record<string, string>;

export function read(text: string): { words: string[]; options: Options } {
  const words: string[] = [];
  const options: Options = {};
  for (const token of text.split(/\s+/)) {
    const at = token.indexOf('=');
    if (at > 0) options[token.slice(0, at)] = token.slice(at + 1);
    else words.push(token);
  }
  return { words, options };
}

const list = (text: string | undefined): string[] | null => (text === undefined ? null : text.split(','));

/** `actions=read,reserve vendors=a,b categories=c runs=x most=5`: what a key may do less than its role could. */
export const scopesOf = (options: Options): Scopes => ({
  ...UNSCOPED,
  actions: list(options.actions) as Scopes['actions'],
  vendors: list(options.vendors),
  categories: list(options.categories),
  runs: list(options.runs),
  largestAmount: options.most ?? null,
  largestOverdraft: options.overdraft ?? null,
});

/** `vendors=+a,+b,-c`: allowed with a plus, denied with a minus. */
export function policyOf({ vendors, categories }: Options) {
  const rule = (text: string) => {
    const names = (sign: string) =>
      text.split(',').flatMap((name) => (name[0] === sign ? [name.slice(1)] : []));
    return {
      ...(names('+').length > 0 && { allow: names('+') }),
      ...(names('-').length > 0 && { deny: names('-') }),
    };
  };
  if (!vendors && !categories) return null;
  return { ...(vendors && { vendors: rule(vendors) }), ...(categories && { categories: rule(categories) }) };
}

export const changesOf = (options: Options) => ({
  ...(options.guarantee && { guarantee: options.guarantee }),
  ...(options.ceiling && { ceiling: options.ceiling }),
  ...(options.name && { name: options.name }),
  ...(policyOf(options) && { policy: policyOf(options) }),
});

export const envelopeOf = (options: Options) => ({
  metric: (options.metric ?? 'amount') as 'amount',
  match: {
    vendors: list(options.match),
    categories: list(options.categories),
    items: list(options.items),
    newVendors: options.new === 'yes',
  },
  knownVendors: list(options.known) ?? [],
  per: (options.per ?? null) as 'vendor' | null,
  scope: (options.scope ?? 'subtree') as 'self',
  onExceed: (options.exceed ?? 'deny') as 'notify',
  approve: approveOf(options),
  timezone: options.zone ?? null,
});

/** `times=5 days=30 least=10 most=50`: a limit that follows the past. */
export const relativeOf = ({ times, days = '30', least = '10', most }: Options): Relative | null =>
  times === undefined
    ? null
    : {
        atLeast: least,
        atMost: most ?? null,
        of: 'average',
        times: Number(times),
        windowDays: Number(days),
      };

/** `past=100/4`: 100 in four windows, as seen now or at `to=`. */
export function pastOf({ past, to }: Options, now: number): Past | null {
  if (past === undefined) return null;
  const [total, windows] = past.split('/');
  const until = to === undefined ? now : Date.parse(to);
  return { from: until - 86_400_000, to: until, total: BigInt(total!), windows: Number(windows) };
}

export const approveOf = ({ approvals, within = '3600', approvers }: Options) =>
  approvals === undefined
    ? null
    : { approvals: Number(approvals), withinSeconds: Number(within), approvers: list(approvers) };

/** `envelopes=33`: so many lifetime envelopes at once; `envelope=day:5`: one. */
export function many({ envelopes, envelope }: Options) {
  if (envelope) {
    const [window, limit] = envelope.split(':');
    return [envelopeInput({ id: 'e', window: window as 'day', limit: limit! })];
  }
  return Array.from({ length: Number(envelopes ?? 0) }, (_, i) => envelopeInput({ id: `e${i}`, limit: '9' }));
}
