import { COMMANDS, type Command } from '../commands/commands.js';
import type { Draft } from '../draft.js';
import { may, reaches, type Authority } from '../keys.js';
import { rejected, type Rejected } from '../outcomes.js';
import { tokenRejection } from './tokens.js';

/**
 * What keeps somebody from giving this command at all, by what they may do when it is decided; null if nothing does.
 * The service itself may do all. What scopes say of a single reservation is a matter of its denial: see scopes.ts.
 */
export function authorityRejection(draft: Draft, command: Command): Rejected | null {
  const { authority, keyId } = command.origin;
  if (authority === null) return null;
  if (authority.settles !== undefined) return tokenRejection(draft, command, authority.settles);
  const key = keyId === null ? undefined : draft.key(keyId);
  const ends = [authority.expiresAt ?? Infinity, key?.expiresAt ?? Infinity, key?.revokedAt ?? Infinity];
  if (Math.min(...ends) <= draft.now)
    return rejected('forbidden', 'The key has ended.', { scope: 'expiresAt' });
  const action = COMMANDS[command.type].action;
  if (action === null || !may(authority, action))
    return rejected('forbidden', `A key of role ${authority.role} with these scopes may not ${action}.`, {
      action: action ?? command.type,
    });
  if (command.type === 'create') return openingRejection(authority);
  const budget = draft.state.budgets.get(command.budgetId);
  // What lies outside of somebody's reach does not exist for them.
  if (budget && !reaches(authority, budget.id, budget.path))
    return rejected('not_found', `There is no budget ${budget.id}.`);
  // An agent gives back what it delegated; when its own budget ends is for those above it to say.
  if (command.type === 'close' && authority.budgetId === budget?.id && !may(authority, 'manage'))
    return rejected('forbidden', `A key of role ${authority.role} may not close its own budget.`, {
      action: 'close its own budget',
    });
  return null;
}

/** What keeps somebody from opening trees: being bound to a budget; null if nothing does. */
export const openingRejection = (authority: Authority | null): Rejected | null =>
  authority === null || authority.budgetId === null
    ? null
    : rejected('forbidden', 'A key that is bound to a budget cannot open a tree.', { scope: 'budget' });
