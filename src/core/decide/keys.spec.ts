import { rules } from '../../../test/support/rules.js';

describe('keys', () => {
  rules({
    'are issued for a budget, whose settings they are not': `
      root R 100
      key k R operator
      ends k never
      R: 100 version=2 revision=1
      key l x agent -> rejected not_found
      freeze R
      key m R auditor`,
    'end when they were to end': `
      root R 100
      key k R agent expires=2026-01-15T12:00:01Z
      ends k 2026-01-15T12:00:01Z
      key l R agent expires=2026-01-15T12:00:00Z -> rejected invalid_key field=expiresAt
      wait 1
      rotate k n -> rejected key_ended`,
    'are replaced at once, or with an overlap that makes none live longer': `
      root R 100
      key k R agent
      rotate k l
      ends k now
      ends l never
      rotate k m -> rejected key_ended
      rotate l m overlap=60
      ends l 2026-01-15T12:01:00Z
      key n R agent expires=2026-01-15T12:00:30Z
      rotate n o overlap=60
      ends n 2026-01-15T12:00:30Z
      ends o 2026-01-15T12:00:30Z`,
    'are revoked, again and again': `
      root R 100
      key k R agent
      revoke k
      ends k now
      wait 5
      revoke k
      ends k 2026-01-15T12:00:00Z
      revoke x of=R -> rejected not_found
      R: 100 version=4`,
    'of a budget are revoked together, with those below if that is asked for': `
      root R 100
      child a R 50
      child b a 10
      key r R operator
      key k a agent
      key l a agent
      key m b agent
      revokeall a
      ends k now
      ends l now
      ends m never
      ends r never
      wait 5
      revokeall a subtree=yes
      ends m now
      ends k 2026-01-15T12:00:00Z
      ends r never
      revokeall R
      ends r now
      revokeall x -> rejected not_found`,
    'of a closed budget can only be revoked': `
      root R 100
      child a R 10
      key k a agent
      close a
      key l a agent -> rejected budget_state
      rotate k l -> rejected budget_state
      revoke k`,
  });
});
