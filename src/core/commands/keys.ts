import { nothingMore, SETTINGS, type Addressed, type CommandTable } from './command.js';
import type { KeyInput } from './inputs.js';

export interface IssueKey extends Addressed {
  type: 'key_issue';
  key: KeyInput;
}

/** Replaces a key by a new one with the same rights; the old one works for `overlapSeconds` more. */
export interface RotateKey extends Addressed {
  type: 'key_rotate';
  keyId: string;
  newId: string;
  newHash: string;
  overlapSeconds: number;
  reason: string | null;
}

export interface RevokeKey extends Addressed {
  type: 'key_revoke';
  keyId: string;
  /** All that came of it as well. */
  issued: boolean;
  reason: string | null;
}

/** Revokes all keys of a budget, and of its descendants if `subtree`. */
export interface RevokeKeys extends Addressed {
  type: 'keys_revoke';
  subtree: boolean;
  /** All that came of them as well. */
  issued: boolean;
  reason: string | null;
}

/** What is done to keys. */
export const KEY_COMMANDS: CommandTable<IssueKey | RevokeKeys, 'budget'> &
  CommandTable<RotateKey | RevokeKey, 'key'> = {
  key_issue: { ...SETTINGS, addressee: 'budget', action: 'manage', writes: 'key_issue', needs: nothingMore },
  key_rotate: {
    ...SETTINGS,
    addressee: 'key',
    action: 'manage',
    writes: 'key_rotate',
    needs: ({ keyId }) => ({ key: keyId }),
  },
  key_revoke: {
    ...SETTINGS,
    addressee: 'key',
    action: 'manage',
    writes: 'key_revoke',
    needs: ({ keyId, issued }) => (issued ? { key: keyId, keyWithIssued: keyId } : { key: keyId }),
  },
  keys_revoke: {
    ...SETTINGS,
    addressee: 'budget',
    action: 'manage',
    writes: 'key_revoke',
    needs: (command) => ({ keyring: command }),
  },
};
