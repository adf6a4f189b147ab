import { COMMANDS, type Command } from '../../src/core/commands/commands.js';
import type { Origin } from '../../src/core/commands/origin.js';
import { canonicalText, type Json } from '../../src/core/canonical.js';
import { decide } from '../../src/core/decide.js';
import { newNames } from '../../src/core/envelopes.js';
import { UNSCOPED } from '../../src/core/keys.js';
import type { Outcome } from '../../src/core/outcomes.js';
import { payeeOf } from '../../src/core/settlement-tokens.js';
import type { Denial } from '../../src/core/violations.js';
import { command, envelopeInput, isOf, NOON, origin, rightTo, World } from './core.js';
import {
  approveOf,
  changesOf,
  envelopeOf,
  many,
  pastOf,
  policyOf,
  read,
  relativeOf,
  scopesOf,
  type Options,
} from './rule-options.js';
import { chargeCommand, priceCommand, reportOf, wantedOf } from './rule-prices.js';
import { settlingCommand } from './rule-settling.js';
import { expectBudget, expectInForce, expectReservation, expectSeen, expectUsed } from './rule-facts.js';
import { checkInvariants, checkJournal, claim, show } from './invariants.js';
import { proveDenial, proveRejection } from './proofs.js';

/**
 * A rule of the product as a script, one line a step, run by {@link play}:
 *
 *     root R 100                          a tree of scale 0; scale=2 zone=Europe/Berlin
 *     child a R 10..50                    delegates; one number is a fixed carve-out
 *     limit e R day 50 per=vendor         an envelope; metric= match= categories= items= scope= exceed=notify zone=
 *     limit f R day 10 exceed=approve approvals=2 within=60 approvers=ann,bob
 *     limit g R day ~ times=5 days=30 least=10 most=50 past=100/4    a relative one; appraise g past=120/4
 *     price p R charges=call:3/1,token:2/1000      what acme:thing costs; vendor= item= min= max= from= and, of the
 *                                         first charge, tiers=10:2,20:1 with over=day or by=token; unprice p
 *     priced R 2000                       so many prices are there
 *     inforce g 125                       its limit by now
 *     approve r by=ann / reject r by=bob reason=no
 *     reserve r a 60 vendor=x -> denied insufficient_funds largest=50
 *     reserve r a 5 onExpiry=commit       is paid when it ends by itself; release r spares=yes leaves it alone
 *     reserve r a ~ usage=call:2,token:9  and commit r ~ usage= (as refund), whole= (usage so far), sum= (cost so far)
 *     charge r a 5 vendor=x external=id when=2026-01-14T12:00:00Z     what was paid without a hold; amounts as above
 *     seen p 12 unit=call                 what tiers have seen in the window under way
 *     a: 10 reserved=5                    allocated, and the other balances where they are not zero
 *     a: 10 state=paused until=never above=yes          a stop, its end, and whether it is for those above to resume
 *     used e 30 key=x                     the counter of the window under way
 *     used e 2 key=R_60_v_-               that of a request: blanks are written so
 *     named e 99999                       so many names were taken up today
 *     rsv r held=10 committed=5           a reservation; claimed=2 overdrawn=1
 *     commit r 9 overage=overdraft right=no -> claimed 4      by who may not go above limits; right=5 by 5 at most
 *     settleclaim r 3 / dismiss r reason=no / goon a          what becomes of a claim, and of a pause that is over
 *     dispute r 5 reason=bad / uphold r 3 / turndown r reason=no / withdraw r     what should come back; rsv r dispute=open
 *     key k a agent expires=…             a key; rotate k n overlap=60; revoke k; revokeall a subtree=yes
 *     ends k never                        when it stops working: never, now or a time
 *     key k a agent with=op for=other     issued with another key; vendors= runs= most= overdraft= actions= narrow it
 *     whose k holder=op from=op chain=op  who acts with it, what it was made from, who handed it out
 *     reserve r a 60 with=k               any command with a key, by its holder and within what it may do
 *     reserve r a 5 settleable=yes        with a settlement token; commit r 3 token=r is by whoever has it; revoketoken r
 *     oversized a live=2                  more under it than one decision may close; continue a entries=9
 *     partial b / complete                not all holds of b are loaded; all of everything is
 *     at 2026-03-29T01:00:00Z / wait 61   another time; seconds later
 *
 * After `->`: `denied code,code… at=budgets largest= retry=`, `rejected code acceptable= field= current=`, `ignored`,
 * `replayed`, `notice envelopes`, `admissible largest=`; nothing means accepted. What a denial or a rejection claims
 * would pass is tried as well, and that nothing more does.
 */
export function play(script: string): World {
  const world = World.at(NOON);
  for (const [number, line] of script.split('\n').entries()) {
    const text = line.replace(/#.*/, '').trim();
    if (text === '') continue;
    try {
      step(world, text);
      checkInvariants(world);
      checkJournal(world);
    } catch (error) {
      throw new Error(`line ${number + 1}: ${text}\n${(error as Error).message}`, { cause: error });
    }
  }
  return world;
}

/** Every outcome code that the rows of a script expect. */
export const codesOf = (script: string): string[] =>
  [...script.matchAll(/-> (?:denied|rejected) ([a-z_,]+)/g)].flatMap(([, codes]) => codes!.split(','));

function step(world: World, text: string): void {
  const [request, expected = ''] = text.split('->').map((part) => part.trim());
  const { words, options } = read(request!);
  const verb = words[0]!;
  if (verb.endsWith(':')) return expectBudget(world, verb.slice(0, -1), words[1]!, options);
  switch (verb) {
    case 'at':
      return world.moveTo(Date.parse(words[1]!));
    case 'wait':
      return world.moveTo(world.now + Number(words[1]) * 1000);
    case 'used':
      return expectUsed(world, words[1]!, words[2]!, options);
    case 'named': {
      const envelope = [...world.state.envelopes.values()].flat().find(({ id }) => id === words[1])!;
      const names = newNames(envelope, world.now);
      world.state.counters.set(names.id, { ...names, used: BigInt(words[2]!), version: 1 });
      return;
    }
    case 'priced':
      world.state.pricesOn.set(words[1]!, Number(words[2]!));
      return;
    case 'seen':
      return expectSeen(world, words[1]!, words[2]!, options);
    case 'inforce':
      return expectInForce(world, words[1]!, words[2]!);
    case 'rsv':
      return expectReservation(world, words[1]!, options);
    case 'ends':
      return expectEnd(world, words[1]!, words[2]!);
    case 'whose':
      return expectWhose(world, words[1]!, options);
    case 'oversized':
      world.state.oversized.add(words.slice(1).join(' '));
      world.state.liveBelow.set(words[1]!, Number(options.live ?? 0));
      return;
    case 'partial':
      world.state.partial.add(words[1]!);
      return;
    case 'complete':
      return world.state.partial.clear();
    default:
      return decided(world, commandOf(world, verb, words.slice(1), options), expected);
  }
}

function commandOf(world: World, verb: string, words: string[], options: Options): Command {
  const [one = '', two = '', three = '', four = ''] = words;
  const { budgets, envelopes, reservations } = world.state;
  const budgetId = reservations.get(one)?.budgetId ?? one;
  const base = {
    origin: {
      ...origin(options.key ?? null, options.body ?? options.key ?? null, options.by, rightTo(options.right)),
      ...credentialOf(world, options.with),
      ...payeeOfRule(world, options.token),
    },
    treeId: budgets.get(budgetId)?.treeId ?? 'nowhere',
    ...(options.expect && { expectedVersion: Number(options.expect) }),
    ...(options.reason && { reason: options.reason }),
  };
  const revision = (id: string) => Number(options.if ?? budgets.get(id)?.revision ?? 0);
  const purpose = {
    ...(options.vendor && { vendor: options.vendor }),
    ...(options.category && { category: options.category }),
    ...(options.run && { runId: options.run }),
    ...(options.item && { item: options.item }),
  };
  switch (verb) {
    case 'root': {
      const { scale = '0', zone = 'UTC' } = options;
      const fields = { allocation: two, scale: Number(scale), timezone: zone, policy: policyOf(options) };
      return command('create', { ...base, treeId: one, budgetId: one, ...fields, envelopes: many(options) });
    }
    case 'child': {
      const [guarantee, ceiling = null] = three.split('..');
      const { treeId = 'nowhere' } = budgets.get(two) ?? {};
      const fields = {
        childId: one,
        guarantee: guarantee!,
        ceiling,
        policy: policyOf(options),
        envelopes: many(options),
      };
      return command('delegate', { ...base, treeId, budgetId: two, ...fields });
    }
    case 'fund':
    case 'defund':
      return command(verb, { ...base, budgetId, amount: two });
    case 'update':
      return command('update', { ...base, budgetId, ifRevision: revision(one), ...changesOf(options) });
    case 'freeze':
    case 'resume':
    case 'close': {
      const ifRevision = options.if ? Number(options.if) : null;
      return command(verb, {
        ...base,
        budgetId,
        ifRevision,
        ...(options.holds && { holds: options.holds as 'refuse' }),
      });
    }
    case 'continue':
      return command('continue_close', { ...base, budgetId, entries: Number(options.entries ?? 500) });
    case 'limit': {
      const { treeId = 'nowhere' } = budgets.get(two) ?? {};
      const envelope = envelopeInput({
        ...envelopeOf(options),
        id: one,
        window: three as 'day',
        limit: four === '~' ? null : four,
        relative: relativeOf(options),
        past: pastOf(options, world.now),
      });
      return command('envelope_create', {
        ...base,
        treeId,
        budgetId: two,
        ifRevision: revision(two),
        envelope,
      });
    }
    case 'relimit':
    case 'unlimit': {
      const envelope = [...envelopes.values()].flat().find(({ id }) => id === one);
      const owner = options.of ?? envelope?.budgetId ?? 'R';
      const { treeId = 'nowhere' } = budgets.get(owner) ?? {};
      const type = verb === 'relimit' ? 'envelope_update' : 'envelope_delete';
      const changes = {
        ...(two && two !== '~' && { limit: two }),
        ...(options.times && { relative: relativeOf(options)!, past: pastOf(options, world.now) }),
        ...(options.exceed && { onExceed: options.exceed }),
        ...(options.approvals && { approve: approveOf(options) }),
      };
      const target = { treeId, budgetId: owner, envelopeId: one, ifRevision: revision(owner) };
      return command(type, { ...base, ...target, ...(verb === 'relimit' && changes) });
    }
    case 'appraise': {
      const envelope = [...envelopes.values()].flat().find(({ id }) => id === one);
      const owner = options.of ?? envelope?.budgetId ?? 'R';
      const { treeId = 'nowhere' } = budgets.get(owner) ?? {};
      const past = pastOf(options, world.now)!;
      const windowDays = Number(options.days ?? 30);
      return command('appraise', { ...base, treeId, budgetId: owner, envelopeId: one, past, windowDays });
    }
    case 'reserve': {
      const { treeId = 'nowhere' } = budgets.get(two) ?? {};
      const { overage = 'available', onExpiry = 'release', ttl = '600' } = options;
      const fields = {
        reservationId: one,
        ...wantedOf(three, options),
        overage: overage as 'reject',
        onExpiry: onExpiry as 'release',
        tokenHash: options.settleable ? 'a'.repeat(64) : null,
        ttlSeconds: Number(ttl),
      };
      return command('reserve', { ...base, treeId, budgetId: two, ...purpose, ...fields });
    }
    case 'charge':
      return chargeCommand(world, words, options, { ...base, ...purpose });
    case 'price':
    case 'unprice':
      return priceCommand(world, verb, words, options, base);
    case 'key': {
      const { treeId = 'nowhere' } = budgets.get(two) ?? {};
      const expiresAt = options.expires ? Date.parse(options.expires) : null;
      const role = three as 'agent';
      const key = { id: one, name: one, role, scopes: scopesOf(options), expiresAt, hash: one };
      const whose = options.for && { holder: options.for as 'self' };
      return command('key_issue', { ...base, treeId, budgetId: two, key: { ...key, ...whose } });
    }
    case 'rotate':
    case 'revoke': {
      const { treeId = 'nowhere', budgetId = 'nowhere' } = world.state.keys.get(one) ?? {
        budgetId: options.of,
      };
      const target = { ...base, treeId, budgetId, keyId: one };
      if (verb === 'revoke') return command('key_revoke', { ...target, issued: options.issued === 'yes' });
      const overlapSeconds = Number(options.overlap ?? 0);
      return command('key_rotate', { ...target, newId: two, newHash: two, overlapSeconds });
    }
    case 'revokeall':
      return command('keys_revoke', {
        ...base,
        budgetId,
        subtree: options.subtree === 'yes',
        issued: options.issued === 'yes',
      });
    case 'dry_run':
      return command('dry_run', { ...base, budgetId, ...purpose, ...wantedOf(two, options) });
    case 'commit': {
      const fields = {
        ...reportOf(two, options),
        final: three !== 'partial',
        overage: (options.overage ?? null) as 'reject' | null,
      };
      return command('commit', { ...base, budgetId, reservationId: one, ...fields });
    }
    case 'goon':
      return command('pause_end', { ...base, budgetId });
    default:
      return settlingCommand(verb, words, options, { ...base, budgetId });
  }
}

/** Whoever has the settlement token of a reservation. */
function payeeOfRule(world: World, id: string | undefined): Partial<Origin> {
  if (id === undefined) return {};
  const budgetId = world.state.reservations.get(id)?.budgetId ?? 'nowhere';
  const scopes = { ...UNSCOPED, actions: [] };
  const authority = { role: 'agent' as const, budgetId, scopes, expiresAt: null, settles: id };
  return { principal: payeeOf(id), keyId: null, issuedBy: [], authority };
}

/** Who acts with a key, and what it lets them do. */
function credentialOf(world: World, id: string | undefined): Partial<Origin> {
  if (id === undefined) return {};
  const key = world.state.keys.get(id);
  claim(key !== undefined, `there is no key ${id}`);
  return { principal: key.holder, keyId: id, issuedBy: key.issuedBy, authority: key };
}

function expectWhose(world: World, id: string, expected: Options): void {
  const key = world.state.keys.get(id);
  claim(key !== undefined, `there is no key ${id}`);
  const { holder, madeFrom, issuedBy } = key;
  expectFields({ holder, from: madeFrom ?? 'none', chain: issuedBy.join() }, expected);
}

function expectEnd(world: World, id: string, expected: string): void {
  const key = world.state.keys.get(id);
  claim(key !== undefined, `there is no key ${id}`);
  const end = key.revokedAt ?? key.expiresAt;
  const actual = end === null ? 'never' : end === world.now ? 'now' : new Date(end).toISOString();
  claim(actual === (/^\d/.test(expected) ? full(expected) : expected), `it ends ${actual}`);
}

/** Decides a command, compares what comes out, and tries what it claims. */
function decided(world: World, asked: Command, expected: string): void {
  const before = world.fork();
  const again = canonicalText(outcomeText(decide(before.state, asked).outcome));
  const { outcome, draft } = world.run(asked);
  // What a denial says is said of the world as it leaves it: it may have paused a budget.
  const pauses = draft?.entries.some(({ kind }) => kind === 'pause');
  const denied = pauses ? world.fork() : before;
  claim(again === canonicalText(outcomeText(outcome)), 'decided differently the second time', outcome);
  const { words, options } = read(expected);
  const kind = words[0] || 'accepted';
  if (draft && 'reservationId' in asked)
    claim(isOf(draft.primary.kind, COMMANDS[asked.type].writes), draft.primary.kind);
  if (outcome.status === 'denied') {
    claim(kind === 'denied', 'denied', outcome.denial);
    expectDenial(outcome.denial, words[1] ?? '', options);
    proveDenial(denied, asked, outcome.denial);
  } else if (outcome.status === 'rejected') {
    claim(kind === 'rejected' && words[1] === outcome.rejection.code, 'rejected', outcome.rejection);
    expectFields(outcome.rejection as unknown as Options, options);
    proveRejection(before, asked, outcome.rejection);
  } else if (outcome.status === 'dry_run') {
    const { decision } = outcome;
    claim((kind === 'admissible') === decision.admissible, 'dry_run', decision);
    if (decision.admissible) {
      const { approval, largestAdmissible: largest } = decision;
      const asks = approval?.envelopes.join() ?? '';
      expectFields({ largest, asks, needed: String(approval?.needed ?? 0) }, options);
    }
    if (!decision.admissible) expectDenial(decision as Denial, words[1] ?? '', options);
    proveDenial(before, asked, decision as Denial);
  } else if (outcome.status === 'accepted') {
    const { claimed, notices = [] } = outcome.entry;
    if (kind === 'claimed') claim(claimed === words.splice(1, 1)[0], `claimed ${claimed}`);
    else claim(outcome.replayed || claimed === undefined, `claimed ${claimed}`);
    const usual = kind === 'notice' || kind === 'claimed' ? kind : 'accepted';
    claim(kind === (outcome.replayed ? 'replayed' : usual), 'accepted');
    const noticed = notices.flatMap(({ envelopeId }) => envelopeId ?? []).join();
    claim(outcome.replayed || noticed === (words[1] ?? ''), `noticed ${noticed}`);
    if (options.by)
      claim(notices.map(({ exceededBy }) => exceededBy ?? '-').join() === options.by, 'by', notices);
  } else claim(kind === outcome.status, outcome.status);
}

const outcomeText = (outcome: Outcome): Json => JSON.parse(show(outcome)) as Json;

function expectDenial(denial: Denial, codes: string, { at, largest, retry }: Options): void {
  const { violations } = denial;
  claim(denial.code === codes.split(',')[0], `denied ${denial.code}`, denial);
  const rules = [...new Set(violations.map(({ rule }) => rule))].sort();
  // What a key may not do at all is said by the code alone: it is no rule of a budget.
  const violated = codes.split(',').filter((one) => one !== 'forbidden');
  claim(rules.join() === violated.sort().join(), `violated ${rules.join()}`, denial);
  if (at !== undefined)
    claim(violations.map((one) => one.envelopeId ?? one.budgetId).join() === at, 'at', violations);
  if (largest !== undefined) claim(denial.largestAdmissible === largest, 'largest', denial);
  if (retry !== undefined)
    claim((denial.retryAt ?? 'never') === (retry === 'never' ? retry : full(retry)), 'retry', denial);
}

const full = (time: string): string => new Date(time).toISOString();

function expectFields(actual: Options, expected: Options): void {
  for (const [name, value] of Object.entries(expected))
    claim(String(actual[name === 'largest' ? 'largest' : name]) === value, `${name} is ${actual[name]}`);
}

/** A test for each script. */
export function rules(rows: Record<string, string>): void {
  it.each(Object.entries(rows))('%s', (_name, script) => {
    play(script);
  });
}
