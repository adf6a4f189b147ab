/** What names an entry: its budget, and the version that it made. */
export interface EntryName {
  readonly budgetId: string;
  readonly version: number;
}

/** An entry as one id, for addresses. */
export const entryId = ({ budgetId, version }: EntryName): string => `${budgetId}.${version}`;

const ENTRY = /^(budget_[0-9a-z]{26})[./](\d{1,15})$/;
const EVENT = /^evt_([0-9a-z]{26})_(\d{1,15})_/;

/** The entry that an id names: its own, or that of an event. Null for any other id. */
export function entryNamed(id: string): EntryName | null {
  const [, budgetId, version] = ENTRY.exec(id) ?? [];
  if (budgetId !== undefined) return { budgetId, version: Number(version) };
  const [, suffix, made] = EVENT.exec(id) ?? [];
  return suffix === undefined ? null : { budgetId: `budget_${suffix}`, version: Number(made) };
}

/** Whether an id is that of a reservation. */
export const isReservationId = (id: string): boolean => /^rsv_[0-9a-z]{26}$/.test(id);
