/** Names that may or may not be paid. A name on both lists is denied. */
export interface NameRule {
  /** When present, only these names pass, and a reservation has to name one. */
  allow?: string[];
  deny?: string[];
}

/** Whom a budget may pay. A budget obeys its own policy and that of every ancestor, so a child can only narrow. */
export interface Policy {
  vendors?: NameRule;
  categories?: NameRule;
}

/** Whether a rule lets a name pass. No name passes only where there is no allow list. */
export function passes(rule: NameRule | undefined, name: string | null): boolean {
  if (!rule) return true;
  if (name === null) return rule.allow === undefined;
  if (rule.deny?.includes(name)) return false;
  return rule.allow === undefined || rule.allow.includes(name);
}
