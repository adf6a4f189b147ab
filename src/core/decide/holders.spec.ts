import { rules } from '../../../test/support/rules.js';

describe('a key', () => {
  rules({
    'that the admin issues, or that is an agent’s, has a holder of its own': `
      root R 100
      key op R operator by=admin
      whose op holder=op from=none chain=
      key a R auditor by=admin for=other
      whose a holder=a chain=
      key x R operator by=admin for=self -> rejected invalid_key field=holder
      key agent R agent with=op
      whose agent holder=agent from=op chain=op
      key x R agent with=op for=self -> rejected invalid_key field=holder`,
    'of another role is a further one of its issuer, or somebody else’s if it says so': `
      root R 100
      key op R operator by=admin
      key mine R approver with=op
      whose mine holder=op from=op chain=
      key yours R operator with=op for=other
      whose yours holder=yours from=op chain=op
      key theirs R auditor with=yours
      whose theirs holder=yours from=yours chain=op
      key next R approver with=yours for=other
      whose next holder=next from=yours chain=yours,op
      key hers R approver by=user:ann for=other
      whose hers holder=hers from=none chain=user:ann
      key own R approver by=user:ann
      whose own holder=user:ann chain=`,
    'that rotates another has its holder, and the rotating holder in its chain': `
      root R 100
      child c R 10
      key op R operator by=admin
      key ann R approver by=admin
      rotate ann ann2 by=admin
      whose ann2 holder=ann from=ann chain=
      key eve c approver by=admin
      rotate eve eve2 with=op
      whose eve2 holder=eve from=eve chain=op
      rotate eve2 eve3 with=op
      whose eve3 holder=eve from=eve2 chain=op
      rotate op op2 with=op
      whose op2 holder=op from=op chain=
      key self R approver with=op2
      whose self holder=op from=op2 chain=`,
    'that its holder rotates with another of theirs has the chains of both': `
      root R 100
      key op R operator by=admin
      key ann R approver with=op
      rotate op op2 by=user:eve
      whose op2 holder=op from=op chain=user:eve
      rotate ann ann2 with=op2
      whose ann2 holder=op from=ann chain=user:eve`,
    'is handed on no further than its chain may be long': `
      root R 100
      key k0 R operator by=user:ann for=other
      ${Array.from({ length: 63 }, (_, i) => `key k${i + 1} R operator with=k${i} for=other`).join('\n')}
      key k64 R operator with=k63 for=other -> rejected invalid_key
      key k64 R operator with=k63`,
  });
});

describe('the secret of a key with which others’ requests are decided', () => {
  const TREE = `
      root R 1000
      child m R 500
      child c m 200
      key top R operator by=admin
      key mid m operator by=admin
      key op c operator by=admin`;
  rules({
    'is not got by an operator beside its holder, below the issuer or between, who can revoke the key': `${TREE}
      key ann c approver by=admin
      key bob c operator with=top for=other
      rotate ann x with=op -> rejected forbidden scope=budget
      rotate bob x with=op -> rejected forbidden scope=budget
      rotate ann x with=mid -> rejected forbidden scope=budget
      rotate bob x with=mid -> rejected forbidden scope=budget
      rotate op x with=mid -> rejected forbidden scope=budget
      key narrow c operator by=admin actions=read,manage
      rotate narrow x with=op -> rejected forbidden scope=budget
      revoke ann with=op
      revoke bob with=mid
      ends ann now
      ends bob now`,
    'is got by its holder, by who handed it out, and from the top of the tree above its budget': `${TREE}
      key ann c approver with=op for=other
      rotate ann ann2 with=op
      rotate ann2 ann3 with=top
      key deep c operator with=mid for=other
      key bob c approver with=deep for=other
      rotate bob bob2 with=mid
      rotate bob2 bob3 with=deep
      rotate bob3 bob4 with=op -> rejected forbidden scope=budget
      key mine c approver with=op
      rotate mine mine2 with=op
      rotate op op2 with=op
      rotate mine2 mine3 with=op2
      rotate mine3 mine4 by=admin`,
    'of the root is got by nobody else who is bound to it': `${TREE}
      key ann R approver by=admin
      rotate ann x with=top -> rejected forbidden scope=budget
      rotate top x with=top
      rotate ann y by=admin`,
    'is not what a key of another role is': `${TREE}
      key agent c agent by=admin
      key eye c auditor by=admin
      rotate agent agent2 with=op
      rotate eye eye2 with=mid`,
  });
});

describe('what is given away', () => {
  rules({
    'ends with its giver, and says so': `
      root R 100
      key op R operator by=admin expires=2026-01-15T13:00:00Z
      key k R agent with=op
      ends k 2026-01-15T13:00:00Z
      key l R agent with=op expires=2026-01-15T12:30:00Z
      ends l 2026-01-15T12:30:00Z
      key m R agent with=op expires=2026-01-15T13:00:00.001Z -> rejected forbidden scope=expiresAt
      key ever R agent by=admin
      rotate ever n with=op -> rejected forbidden scope=expiresAt
      rotate k n with=op
      ends n 2026-01-15T13:00:00Z
      revoke ever with=op
      ends ever now`,
    'is no wider in any scope': `
      root R 100
      key op R operator by=admin vendors=a,b runs=x most=5
      key k R agent with=op -> rejected forbidden scope=vendors
      key k R agent with=op vendors=a -> rejected forbidden scope=runs
      key k R agent with=op vendors=a runs=x,y most=5 -> rejected forbidden scope=runs
      key k R agent with=op vendors=a runs=x -> rejected forbidden scope=largestAmount
      key k R agent with=op vendors=a runs=x most=4`,
    'is asked of the key as it is when it is decided': `
      root R 100
      key op R operator by=admin
      key late R operator by=admin expires=2026-01-15T12:00:05Z
      wait 5
      key k R agent with=late -> rejected forbidden scope=expiresAt
      revoke op by=admin
      key k R agent with=op -> rejected forbidden scope=expiresAt
      reserve r R 1 with=op -> rejected forbidden scope=expiresAt`,
    'and what is taken away belongs to nobody who may do more': `
      root R 100
      key wide R operator by=admin
      key narrow R operator by=admin actions=read,manage
      revoke wide with=narrow -> rejected forbidden scope=actions
      rotate wide next with=narrow -> rejected forbidden scope=actions
      revokeall R with=narrow -> rejected forbidden scope=actions
      revoke narrow with=narrow
      revokeall R with=wide
      ends wide now`,
  });
});

describe('revoking a key with what came of it', () => {
  rules({
    'takes along what was issued with it or took its place, and so on, but nothing beside it': `
      root R 100
      child c R 10
      key op R operator by=admin
      key beside R operator by=admin
      key kept R agent with=beside
      key mine R approver with=op
      key agent c agent with=op
      key yours c operator with=op for=other
      key deep c agent with=yours
      rotate op op2 by=admin
      key late R auditor with=op2
      revoke yours by=admin
      wait 1
      revoke op by=admin issued=yes
      ends mine now
      ends agent now
      ends deep now
      ends op2 now
      ends late now
      ends yours 2026-01-15T12:00:00Z
      ends kept never
      ends beside never`,
    'can be asked of all keys of a budget': `
      root R 100
      child c R 10
      key op R operator by=admin
      key agent c agent with=op
      key other c agent by=admin
      revokeall R by=admin
      ends agent never
      wait 1
      revokeall R by=admin issued=yes
      ends agent now
      ends other never
      revoke other by=admin`,
    'are revoked in parts where there are too many, the one that is used with the last': `
      root R 100
      key op R operator by=admin
      key mine R approver with=op
      oversized keys of R and issued
      revokeall R with=op issued=yes
      ends mine now
      ends op never
      oversized keys issued from op
      revoke op by=admin issued=yes
      ends op now`,
  });
});

describe('an approval', () => {
  rules({
    'counts once for each holder, whichever of their keys they use': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=2
      key ann R approver by=admin
      key bob R approver by=admin
      reserve r R 20 -> notice e
      approve r with=ann
      rotate ann ann2 by=admin overlap=60
      approve r with=ann2 -> rejected already_approved
      approve r with=ann -> rejected already_approved
      approve r with=bob -> notice e
      rsv r state=held given=ann,bob`,
    'is never given by who asked, with a rotated key, one for oneself or one that they handed out': `
      root R 1000
      limit e R transaction 10 exceed=approve approvals=1
      key op R operator by=admin
      key ann R approver by=admin
      key mine R approver with=op
      key yours R approver with=op for=other
      key deep R operator with=op for=other
      key deeper R approver with=deep for=other
      reserve r R 20 with=op -> notice e
      rotate op op2 with=op
      approve r with=op2 -> rejected own_request
      approve r with=mine -> rejected own_request
      approve r with=yours -> rejected own_request
      approve r with=deeper -> rejected own_request
      reject r with=yours reason=no -> rejected own_request
      rotate ann ann2 with=op2 -> rejected forbidden scope=budget
      approve r with=ann -> notice e
      child c R 100
      key low c approver by=admin
      reserve s c 20 with=op2 -> notice e
      rotate low low2 with=op2
      unlimit e
      limit f c transaction 10 exceed=approve approvals=1
      reserve t c 20 with=op2 -> notice f
      approve t with=low2 -> rejected own_request
      key bob R approver by=admin
      approve t with=bob -> notice f`,
    'is not got with the key of somebody who is named, which an operator below rotates for itself': `
      root R 1000
      child c R 500
      key ann c approver by=admin
      limit top R transaction 10 exceed=approve approvals=1 approvers=ann
      key op c operator by=admin
      key agent c agent with=op
      reserve r c 20 with=agent -> notice top
      rotate ann ann2 with=op -> rejected forbidden scope=budget
      approve r with=op -> rejected not_an_approver
      key ann2 c approver with=op for=other
      approve r with=ann2 -> rejected not_an_approver
      approve r with=ann -> notice top`,
    'for a request of an agent is given by the issuer of its key': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=1
      key op R operator by=admin
      key agent R agent with=op
      reserve r R 20 with=agent -> notice e
      approve r with=op -> notice e`,
    'needs somebody who reaches every budget that asks, or whom that budget names': `
      root R 1000
      child c R 500
      limit top R transaction 10 exceed=approve approvals=1
      limit own c transaction 100 exceed=approve approvals=1
      key low c approver by=admin
      key high R approver by=admin
      reserve r c 20 -> notice top
      approve r with=low -> rejected approver_out_of_reach
      reject r with=low reason=no -> rejected approver_out_of_reach
      approve r with=high -> notice top
      relimit top exceed=approve approvals=1 approvers=low
      reserve s c 20 -> notice top
      approve s with=low -> notice top
      unlimit top
      reserve t c 200 -> notice own
      approve t with=low -> notice own`,
    'is not got by a list of one’s own beside the envelope above': `
      root R 1000
      child c R 500
      key op c operator by=admin
      key mate c approver by=admin
      limit top R transaction 10 exceed=approve approvals=1
      limit own c transaction 10 exceed=approve approvals=1 approvers=mate with=op
      reserve r c 20 with=op -> notice own,top
      rsv r asked=mate
      approve r with=mate -> rejected approver_out_of_reach
      unlimit top
      approve r with=mate -> notice own`,
    'is given by a listed approver whose key was rotated': `
      root R 100
      key ann R approver by=admin
      limit e R transaction 10 exceed=approve approvals=1 approvers=ann
      rotate ann ann2 by=admin
      reserve r R 20 -> notice e
      approve r with=ann2 -> notice e
      reserve s R 20 by=ann -> denied envelope_exceeded`,
    'counts only for what its giver may do by then': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=1
      key ann R approver by=admin
      key eve R auditor by=admin
      reserve r R 20 -> notice e
      approve r with=eve -> rejected forbidden action=approve
      revoke ann by=admin
      approve r with=ann -> rejected forbidden scope=expiresAt`,
  });
});
