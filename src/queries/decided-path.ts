import { NOTHING } from '../core/balances.js';
import type { Tree } from '../core/budgets.js';
import type { BalancesView, EntryContent, EnvelopeView, SettingsView } from '../core/entries.js';
import { applies, type Purpose } from '../core/envelopes.js';
import { balancesView, envelopeView } from '../core/views.js';
import type { Budget as BudgetRow } from '../generated/prisma/client.js';
import { idOf, uuidOf } from '../ids/ids.js';
import type { Reader } from './snapshot.js';
import { LOOKED_AT } from './sql/below.js';
import { versionAt } from './sql/journal.js';
import {
  laterChanges,
  newestOfEnvelopes,
  newestSettings,
  type LaterChanges,
  type VersionOfBudget,
} from './sql/settings-at.js';
import { envelopeOf, settingsOfBudget, treeOf } from './views.js';

/** An envelope as it was, and whether it counts what was asked for. */
export type PathEnvelope = EnvelopeView & { applies: boolean };

/** A budget on the path of a decision, as it was when that was made. */
export type PathBudget = {
  budgetId: string;
  /** As it was then or, where `settings` are not known, as it is now. */
  name: string;
  /** Of its newest entry before the decision; 0 where it came into being with it. */
  version: number;
  /**
   * Whether that is sure. False where it has entries of the same millisecond that belong to other decisions: which came first
   * is not recorded.
   */
  isExact: boolean;
  balances: BalancesView;
  /** Null where the entries that are looked at do not say. */
  settings: SettingsView | null;
  /** Null where the entries that are looked at do not say of each. */
  envelopes: PathEnvelope[] | null;
};

/** The path of a decision, from its budget up to the root, as far as a reader sees it. */
export type DecidedPath = {
  path: PathBudget[];
  /** How many budgets lie above those. */
  pathAbove: number;
};

/** How many entries of the same millisecond are held against the decision. */
const MAX_AT_ONCE = 100;

/** Times of entries never go back, and the clock may: what was deleted after a decision can say that it was before. */
const CLOCKS_APART_MS = 86_400_000;

/** The path of the decision that an entry records, as it was before; nothing above the budget `within` (null: all of it). */
export async function decidedPath(
  reader: Reader,
  entry: EntryContent,
  within: string | null,
): Promise<DecidedPath> {
  const own = await reader.budget.findFirstOrThrow({
    where: { id: uuidOf(entry.budgetId) },
    select: { path: true },
  });
  const all = [entry.budgetId, ...own.path.map((uuid) => idOf('budget', uuid)).reverse()];
  const end = within === null ? all.length : all.indexOf(within) + 1;
  const path: PathBudget[] = [];
  for (const id of all.slice(0, end)) path.push(await budgetThen(reader, id, entry));
  return { path, pathAbove: all.length - end };
}

/** A budget before the decision of an entry. */
async function budgetThen(reader: Reader, id: string, entry: EntryContent): Promise<PathBudget> {
  const row = await reader.budget.findFirstOrThrow({ where: { id: uuidOf(id) }, include: { tree: true } });
  const budget: BudgetNow = { row, tree: treeOf(row.tree) };
  const { version, isExact } = await versionBefore(reader, row, entry);
  const place = { treeId: row.treeId, budgetId: row.id, version };
  const later = await laterChanges(reader, place);
  const settings = await settingsThen(reader, place, later, budget);
  const envelopes = await envelopesThen(reader, place, later, budget, entry.at);
  const purpose = purposeOf(entry);
  return {
    budgetId: id,
    name: settings?.name ?? row.name,
    version,
    isExact,
    balances: await balancesThen(reader, place, budget),
    settings,
    envelopes: envelopes && envelopes.map((one) => ({ ...one, applies: isCounted(one, entry, purpose) })),
  };
}

/** A budget as it is now. */
interface BudgetNow {
  row: BudgetRow;
  tree: Tree;
}

/** The version of a budget before a decision. */
async function versionBefore(
  reader: Reader,
  { treeId, id: budgetId }: Pick<BudgetRow, 'treeId' | 'id'>,
  entry: EntryContent,
): Promise<{ version: number; isExact: boolean }> {
  if (budgetId === uuidOf(entry.budgetId)) return { version: entry.version - 1, isExact: true };
  const at = Date.parse(entry.at);
  const version = await versionAt(reader, treeId, budgetId, at - 1);
  const last = await versionAt(reader, treeId, budgetId, at);
  if (last === version) return { version, isExact: true };
  if (last - version > MAX_AT_ONCE) return { version, isExact: false };
  const others = await reader.entry.findMany({
    where: { treeId, budgetId, version: { gt: BigInt(version), lte: BigInt(last) } },
    select: { content: true },
  });
  return { version, isExact: others.every(({ content }) => isSameDecision(contentOf(content), entry)) };
}

/** Entries of one request belong together: a decision that draws money writes one on each budget that gives some. */
const isSameDecision = ({ request }: EntryContent, entry: EntryContent): boolean =>
  request?.id !== undefined && request.id === entry.request?.id;

const contentOf = (text: string): EntryContent => JSON.parse(text) as EntryContent;

async function balancesThen(
  reader: Reader,
  { treeId, budgetId, version }: VersionOfBudget,
  { tree: { scale } }: BudgetNow,
): Promise<BalancesView> {
  if (version === 0) return balancesView(NOTHING, scale);
  const { content } = await reader.entry.findUniqueOrThrow({
    where: { treeId_budgetId_version: { treeId, budgetId, version: BigInt(version) } },
    select: { content: true },
  });
  return contentOf(content).balances;
}

/** As they are now, where nothing has changed them since; else as the newest entry before says. */
async function settingsThen(
  reader: Reader,
  place: VersionOfBudget,
  later: LaterChanges,
  { row, tree }: BudgetNow,
): Promise<SettingsView | null> {
  if (place.version === 0) return null;
  if (later.isWhole && !later.settings) return settingsOfBudget(tree, row);
  const newest = await newestSettings(reader, place);
  return newest === null ? null : (contentOf(newest).settings ?? null);
}

/** The envelopes in force then: those that were changed since as the newest entry before says, others as they are. */
async function envelopesThen(
  reader: Reader,
  place: VersionOfBudget,
  later: LaterChanges,
  { tree }: BudgetNow,
  at: string,
): Promise<EnvelopeView[] | null> {
  const { treeId, budgetId, version } = place;
  if (version === 0) return [];
  const deletedAt = { gte: new Date(Date.parse(at) - CLOCKS_APART_MS) };
  const rows = await reader.envelope.findMany({
    where: { treeId, budgetId, createdAt: { lte: new Date(at) }, OR: [{ deletedAt: null }, { deletedAt }] },
    orderBy: { id: 'asc' },
  });
  const known = rows.map(envelopeOf);
  const isChanged = (id: string): boolean => !later.isWhole || later.envelopes.includes(id);
  const changed = known.map(({ id }) => id).filter(isChanged);
  const before = changed.length === 0 ? null : await envelopesBefore(reader, place, changed);
  if (before && !before.isWhole && changed.some((id) => !before.envelopes.has(id))) return null;
  return known.flatMap((one) => {
    if (isChanged(one.id)) return before?.envelopes.get(one.id) ?? [];
    return one.deletedAt === null ? [envelopeView(one, tree.scale)] : [];
  });
}

/** What entries up to a version say of some envelopes: null of one that was deleted by then, nothing of one that came later. */
async function envelopesBefore(
  reader: Reader,
  place: VersionOfBudget,
  ids: readonly string[],
): Promise<{ envelopes: Map<string, EnvelopeView | null>; isWhole: boolean }> {
  const { treeId, budgetId, version } = place;
  const envelopes = new Map<string, EnvelopeView | null>();
  const isWhole = version <= LOOKED_AT;
  if (isWhole) {
    // Those that it came with.
    const { content } = await reader.entry.findUniqueOrThrow({
      where: { treeId_budgetId_version: { treeId, budgetId, version: 1n } },
      select: { content: true },
    });
    for (const envelope of contentOf(content).envelopes ?? []) envelopes.set(envelope.id, envelope);
  }
  for (const text of await newestOfEnvelopes(reader, place, ids)) {
    const { kind, envelope } = contentOf(text);
    if (envelope) envelopes.set(envelope.id, kind === 'envelope_delete' ? null : envelope);
  }
  return { envelopes, isWhole };
}

/** What was to be paid; null for a decision about something else. */
function purposeOf({ reservation, requested }: EntryContent): Purpose | null {
  if (reservation) {
    const { vendor, category, runId, item = null } = reservation;
    return { vendor, category, runId, item };
  }
  if (!requested || !('vendor' in requested)) return null;
  const text = (name: string): string | null => {
    const value = requested[name];
    return typeof value === 'string' ? value : null;
  };
  return { vendor: text('vendor'), category: text('category'), runId: text('runId'), item: text('item') };
}

const isCounted = (envelope: EnvelopeView, { budgetId }: EntryContent, purpose: Purpose | null): boolean =>
  purpose !== null &&
  applies(
    { ...envelope, match: { ...envelope.match, items: envelope.match.items ?? null } },
    budgetId,
    purpose,
  );
