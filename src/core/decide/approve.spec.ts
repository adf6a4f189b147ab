import { command, envelopeInput, NOON, World } from '../../../test/support/core.js';
import { play, rules } from '../../../test/support/rules.js';

describe('a reservation above an envelope that asks', () => {
  rules({
    'waits, with its money set aside, until somebody else agrees': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=1 within=60
      reserve r R 10
      reserve s R 11 ttl=600 -> notice e
      rsv s state=pending_approval held=11 given= asked=all
      R: 100 reserved=21
      approve s by=ann -> notice e
      rsv s state=held held=11 given=ann
      wait 599
      expire s -> ignored
      commit s 11
      R: 100 reserved=10 spent=11`,
    'is denied for all other reasons at once': `
      root R 100 vendors=-evil
      limit e R transaction 10 exceed=approve approvals=1
      limit d R day 50
      reserve r R 101 -> denied insufficient_funds,envelope_exceeded at=R,d largest=50
      reserve r R 51 -> denied envelope_exceeded at=d largest=50
      reserve r R 20 vendor=evil -> denied vendor_not_allowed
      freeze R
      reserve r R 20 -> denied budget_frozen
      R: 100 state=frozen`,
    'in tiers: the most approvals, the earliest deadline, those whom all lists allow': `
      root R 10000
      limit a R transaction 500 exceed=approve approvals=1 within=3600 approvers=ann,bob,cyd
      limit b R transaction 5000 exceed=approve approvals=2 within=900 approvers=dan,cyd,bob
      reserve r R 500
      reserve s R 501 -> notice a
      rsv s state=pending_approval asked=ann,bob,cyd
      reserve t R 5001 -> notice a,b
      rsv t state=pending_approval asked=bob,cyd
      approve t by=ann -> rejected not_an_approver
      approve t by=cyd
      rsv t state=pending_approval given=cyd
      approve t by=cyd -> rejected already_approved
      approve t by=bob -> notice a,b
      rsv t state=held given=cyd,bob
      wait 901
      approve s by=ann -> notice a
      rsv s state=held`,
    'is denied where those who are asked have too few in common': `
      root R 1000
      limit a R transaction 10 exceed=approve approvals=1 approvers=ann
      limit b R transaction 50 exceed=approve approvals=1 approvers=bob
      limit c R day 100 exceed=approve approvals=2 approvers=ann,tester
      dry_run R 51 -> denied envelope_exceeded at=a,b largest=50 retry=never
      reserve r R 51 -> denied envelope_exceeded at=a,b largest=50 retry=never
      reserve r R 50 -> notice a
      reserve s R 50 -> notice a
      reserve t R 1 -> denied envelope_exceeded at=c largest=0 retry=2026-01-16T00:00:00Z
      at 2026-01-16T00:00:00Z
      reserve t R 1`,
    'is denied up to the amount at which too few could answer for all': `
      root R 1000
      limit m R transaction 50 exceed=approve approvals=1 approvers=ann
      limit n R transaction 20 exceed=approve approvals=1 approvers=bob
      limit o R transaction 30 exceed=approve approvals=1 approvers=ann
      reserve r R 60 -> denied envelope_exceeded at=m,n,o largest=30 retry=never
      reserve r R 30 -> notice n`,
    'is denied whatever the amount where nobody can answer for counts': `
      root R 1000
      limit c R day 0 metric=count exceed=approve approvals=1 approvers=ann
      limit m R day 50 exceed=approve approvals=1 approvers=bob
      reserve r R 60 -> denied envelope_exceeded,count_exceeded at=c,m largest=50 retry=never
      limit d R day 0 metric=count exceed=approve approvals=1 approvers=bob
      reserve r R 50 -> denied count_exceeded at=c,d largest=0 retry=never`,
    'passes when so many windows have ended that those left can be answered': `
      root R 1000
      limit m R day 10 exceed=approve approvals=1 approvers=ann
      limit n R hour 10 exceed=approve approvals=1 approvers=bob
      limit o R month 10 exceed=approve approvals=1 approvers=cyd
      reserve r R 8
      reserve s R 5 -> denied envelope_exceeded at=m,n,o largest=2 retry=2026-01-16T00:00:00Z`,
    'of a window: splitting a purchase does not evade it': `
      root R 1000
      child x R 0..500
      limit e R day 100 exceed=approve approvals=1
      reserve a x 60
      reserve b R 40
      reserve c x 1 -> notice e
      used e 101
      rsv c state=pending_approval
      reject c by=ann reason=no
      used e 100
      rsv c state=rejected held=0
      release a
      reserve d x 60
      rsv d state=held`,
    'counted, too': `
      root R 100
      limit e R hour 1 metric=count exceed=approve approvals=1
      reserve a R 1
      reserve b R 1 -> notice e
      used e 2
      approve b by=ann -> notice e
      commit b 1
      used e 2`,
    'is shown by a dry run': `
      root R 100
      limit a R transaction 10 exceed=approve approvals=2 within=60
      limit b R day 20 exceed=approve approvals=1
      dry_run R 10 -> admissible largest=100 asks= needed=0
      dry_run R 11 -> admissible largest=100 asks=a needed=2
      dry_run R 21 -> admissible asks=a,b needed=2
      dry_run R 101 -> denied insufficient_funds largest=100`,
  });
});

describe('approvals', () => {
  rules({
    'are never given by who asked, whatever key they use': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=1 approvers=tester,ann
      reserve r R 20 key=k -> notice e
      approve r -> rejected own_request
      reject r reason=no -> rejected own_request
      reject r by=eve reason=no -> rejected not_an_approver
      approve r by=ann key=a -> notice e
      approve r by=ann key=a -> replayed
      reserve r R 20 key=k -> replayed
      approve r by=ann key=b -> rejected reservation_state`,
    'bind to the request that was looked at': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=1
      reserve r R 20 key=k body=this -> notice e
      approve r by=ann saw=that -> rejected fingerprint_mismatch field=fingerprint
      approve r by=ann expect=2 -> rejected version_mismatch
      approve r by=ann saw=this expect=3 -> notice e`,
    'of nothing, or of what nobody asks about, are none': `
      root R 100
      reserve r R 20
      approve r by=ann -> rejected reservation_state
      reject r by=ann reason=no -> rejected reservation_state
      approve x by=ann -> rejected not_found
      reject x by=ann reason=no -> rejected not_found`,
    'come too late after the deadline, and the money is back': `
      root R 100
      limit e R day 10 exceed=approve approvals=1 within=60
      reserve r R 20 ttl=600 overage=overdraft -> notice e
      wait 59
      expire r -> ignored
      wait 1
      approve r by=ann -> rejected approval_too_late
      reject r by=ann reason=no -> rejected approval_too_late
      expire r
      rsv r state=expired held=0
      R: 100
      used e 0
      commit r 1 -> rejected reservation_state
      commit r 20 overage=overdraft -> rejected reservation_state
      refund r 1 -> rejected refund_exceeds_committed
      approve r by=ann -> rejected reservation_state`,
    'are needed before anything is paid or prolonged': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=1
      reserve r R 20 -> notice e
      commit r 1 -> rejected reservation_state
      commit r 1 overage=overdraft -> rejected reservation_state
      extend r 60 -> rejected reservation_state
      refund r 1 -> rejected refund_exceeds_committed
      release r
      rsv r state=released held=0
      R: 100
      approve r by=ann -> rejected reservation_state`,
    'can be refused by one, who says why': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=2
      reserve r R 20 -> notice e
      approve r by=ann
      reject r by=bob -> rejected reason_required field=reason
      reject r by=bob reason=dear
      rsv r state=rejected held=0 given=ann
      R: 100
      approve r by=cyd -> rejected reservation_state
      commit r 1 -> rejected reservation_state`,
    'do not keep a budget from closing, unless it is to refuse': `
      root R 100
      child x R 50
      limit e R transaction 10 exceed=approve approvals=1
      reserve r x 20 -> notice e
      close R holds=refuse -> rejected holds_live
      close x
      rsv r state=released held=0
      approve r by=ann -> rejected reservation_state`,
    'let a late commit take its money again, up to what was approved': `
      root R 100
      limit e R day 10 exceed=approve approvals=1
      reserve r R 20 ttl=60 -> notice e
      approve r by=ann -> notice e
      wait 60
      expire r
      commit r 21 -> denied envelope_exceeded at=e largest=20
      commit r 20 -> notice e
      R: 100 spent=20`,
    'end with a release by anybody': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=1
      reserve r R 90 -> notice e
      approve r by=ann -> notice e
      release r by=bob reason=withdrawn
      commit r 90 -> denied envelope_exceeded at=e largest=10 retry=never
      commit r 90 right=no overage=overdraft -> claimed 80
      rsv r state=committed committed=10 claimed=80
      settleclaim r right=79 -> rejected overdraft_bound
      settleclaim r -> notice e
      R: 100 spent=90 state=paused`,
    'end with a close, which releases': `
      root R 100
      child x R 0..100
      limit e R transaction 10 exceed=approve approvals=1
      reserve r x 20 -> notice e
      approve r by=ann -> notice e
      close x
      commit r 20 overage=overdraft right=no -> claimed 20`,
    'are withdrawn by a release after the hold is over, too': `
      root R 100
      limit e R day 10 exceed=approve approvals=1
      limit n R day 0 metric=count exceed=approve approvals=1
      reserve r R 20 ttl=60 -> notice e,n
      reserve s R 20 ttl=60 -> notice e,n
      approve r by=ann -> notice e,n
      wait 60
      expire r
      release r reason=withdrawn
      rsv r state=released given=ann
      release r -> rejected reservation_state
      commit r 20 -> denied envelope_exceeded,count_exceeded at=e,n largest=0
      R: 100 reserved=20
      wait 3600
      expire s
      release s -> rejected reservation_state`,
    'are for the amount that was asked for': `
      root R 100
      limit e R day 10 exceed=approve approvals=1
      reserve r R 10
      commit r 11 -> denied envelope_exceeded at=e largest=10 retry=never
      commit r 10
      reserve s R 5 -> notice e
      approve s by=ann -> notice e
      commit s 6 -> denied envelope_exceeded at=e largest=5
      commit s 5`,
  });
});

describe('the last approval is decided anew', () => {
  rules({
    'while the budget or one above is stopped': `
      root R 100
      child x R 0..50
      limit e R transaction 10 exceed=approve approvals=2
      reserve r x 20 ttl=60 -> notice e
      freeze R
      approve r by=ann
      approve r by=bob -> denied budget_frozen at=R largest=0 retry=never
      rsv r state=pending_approval held=20 given=ann
      resume R
      approve r by=bob -> notice e
      rsv r state=held given=ann,bob`,
    'on what may be paid by now': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=1
      reserve r R 20 vendor=a category=c -> notice e
      update R vendors=-a categories=-c
      approve r by=ann -> denied vendor_not_allowed,category_not_allowed largest=0
      rsv r state=pending_approval`,
    'on limits as they are by now, without counting itself twice': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=1
      limit d R day 50
      limit n R day 2 metric=count
      reserve o R 30 -> notice e
      reserve r R 20 -> notice e
      relimit d 49
      approve r by=ann -> denied envelope_exceeded at=d largest=0 retry=never
      relimit d 50
      relimit n 1
      approve r by=ann -> denied count_exceeded at=n
      relimit n 2
      limit t R transaction 19
      approve r by=ann -> denied envelope_exceeded at=t
      unlimit t
      approve r by=ann -> notice e
      used d 50`,
    'on funds that it has already': `
      root R 20
      limit e R transaction 10 exceed=approve approvals=1
      reserve r R 20 -> notice e
      approve r by=ann -> notice e
      R: 20 reserved=20`,
    'where other people have to be asked by now, it has to be asked for again': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=1
      reserve r R 20 -> notice e
      limit f R transaction 15 exceed=approve approvals=2
      approve r by=ann -> denied envelope_exceeded at=f
      relimit f 20
      approve r by=ann -> notice e`,
    'and pauses nothing': `
      root R 100
      limit e R transaction 10 exceed=approve approvals=1
      reserve r R 20 -> notice e
      limit p R transaction 15 exceed=pause
      approve r by=ann -> denied envelope_exceeded at=p largest=0
      R: 100 reserved=20`,
  });

  it('journals who was asked, who answered what, and what they saw', () => {
    const world = play(`
      root R 100
      limit e R day 10 exceed=approve approvals=2 within=60 approvers=ann,bob
      reserve r R 20 key=k body=this ttl=5 -> notice e
      approve r by=ann saw=this reason=fine
      reject r by=bob reason=no`);
    const [asked, approved, rejected] = world.journal.slice(-3).map(({ content }) => content);
    const consent = { at: '2026-01-15T12:00:00.000Z', by: 'ann', comment: 'fine', fingerprint: 'this' };
    const approval = {
      approvers: ['ann', 'bob'],
      askedBy: 'tester',
      deadline: '2026-01-15T12:01:00.000Z',
      envelopes: ['e'],
      fingerprint: 'this',
      given: [],
      needed: 2,
      rejection: null,
      ttlSeconds: 5,
    };
    expect(asked).toMatchObject({
      kind: 'reserve',
      request: { fingerprint: 'this' },
      reservation: { state: 'pending_approval', held: '20', expiresAt: approval.deadline, approval },
      notices: [{ envelopeId: 'e', limit: '10', used: '0', requested: '20' }],
    });
    expect(approved).toMatchObject({
      kind: 'approve',
      by: 'ann',
      reason: 'fine',
      reservation: { amount: '20', approval: { ...approval, given: [consent] } },
    });
    expect(rejected).toMatchObject({
      kind: 'reject',
      by: 'bob',
      reason: 'no',
      deltas: { reserved: '-20' },
      charges: [{ delta: '-20' }],
      reservation: {
        state: 'rejected',
        approval: { given: [consent], rejection: { at: consent.at, by: 'bob', reason: 'no' } },
      },
    });
  });
});

describe('an envelope that asks', () => {
  rules({
    'says whom, and no other envelope does': `
      root R 100
      limit e R day 10 exceed=approve -> rejected invalid_envelope field=approve
      limit e R day 10 approvals=1 -> rejected invalid_envelope
      limit e R day 10 exceed=approve approvals=3 approvers=ann,bob -> rejected invalid_envelope
      limit e R day 10
      relimit e 10 exceed=approve -> rejected invalid_envelope
      relimit e 10 approvals=1 -> rejected invalid_envelope
      relimit e 10 exceed=approve approvals=1
      relimit e 10 exceed=deny
      reserve r R 11 -> denied envelope_exceeded at=e`,
  });

  it('can come with a new budget', () => {
    const world = World.at(NOON);
    const { outcome } = world.run(
      command('create', {
        treeId: 'R',
        budgetId: 'R',
        allocation: '1',
        envelopes: [envelopeInput({ id: 'e', onExceed: 'approve' })],
      }),
    );
    expect(outcome).toMatchObject({ rejection: { code: 'invalid_envelope', field: 'envelopes.0.approve' } });
  });
});
