import { play, rules } from '../../../test/support/rules.js';

describe('an envelope for new vendors', () => {
  rules({
    'asks for a vendor who was never paid, above its limit': `
      root R 1000
      limit n R transaction 10 new=yes exceed=approve approvals=1
      reserve r R 10 vendor=v
      reserve s R 11 vendor=v -> notice n
      rsv s state=pending_approval
      commit r 1
      reserve t R 500 vendor=v
      rsv t state=held
      reserve u R 11 vendor=w -> notice n`,
    'is learned from by the first payment, and not by a hold': `
      root R 1000
      limit n R transaction 0 new=yes
      reserve r R 5 vendor=v -> denied envelope_exceeded at=n largest=0 retry=never
      reserve r R 0 vendor=v
      reserve s R 0 vendor=v
      commit r 0
      used n 0 key=v
      reserve t R 5 vendor=v -> denied envelope_exceeded at=n
      commit s 1 overage=overdraft -> notice n
      used n 1 key=v
      resume R reason=known
      reserve t R 5 vendor=v`,
    'is passed within no bound: a trifle would make a vendor known': `
      root R 1000
      limit n R transaction 10 new=yes exceed=approve approvals=1
      reserve r R 0 vendor=v
      commit r 11 partial overage=overdraft right=500 -> claimed 1
      rsv r committed=10 claimed=1
      reserve s R 0 vendor=w
      relimit n 0
      commit s 1 overage=overdraft right=500 -> claimed 1
      settleclaim s right=500 -> rejected overdraft_bound
      used n 0 key=w
      reserve t R 400 vendor=w -> notice n
      rsv t state=pending_approval`,
    'never learns of nobody in particular': `
      root R 1000
      limit n R transaction 10 new=yes
      reserve r R 10
      commit r 10
      reserve s R 11 -> denied envelope_exceeded at=n largest=10`,
    'knows who was paid before': `
      root R 1000
      limit n R transaction 10 new=yes known=v,w
      reserve r R 500 vendor=v
      commit r 500
      used n 1 key=v
      used n 1 key=w
      reserve s R 11 vendor=x -> denied envelope_exceeded at=n`,
    'knows whom its subtree paid before, or its budget alone': `
      root R 1000
      child a R 200
      child b a 100
      reserve r b 10 vendor=v
      commit r 10
      reserve s R 10 vendor=w
      commit s 10
      reserve h b 10 vendor=held
      limit n a transaction 10 new=yes
      limit m R transaction 20 new=yes scope=self
      limit o R transaction 30 new=yes match=w
      used n 1 key=v
      used m 1 key=w
      used o 1 key=w
      reserve t a 11 vendor=w -> denied envelope_exceeded at=n
      reserve u a 11 vendor=held -> denied envelope_exceeded at=n
      reserve x R 21 vendor=v -> denied envelope_exceeded at=m
      reserve y a 50 vendor=v`,
    'learns from its subtree, or from its budget alone': `
      root R 1000
      child a R 200
      child b a 100
      child c R 100
      limit n a transaction 10 new=yes
      limit m R transaction 20 new=yes scope=self
      reserve r b 10 vendor=v
      commit r 10
      reserve s a 50 vendor=v
      reserve t c 50 vendor=w
      commit t 50
      reserve u R 21 vendor=v -> denied envelope_exceeded at=m largest=20
      reserve u R 21 vendor=w -> denied envelope_exceeded at=m
      reserve x a 11 vendor=w -> denied envelope_exceeded at=n`,
    'looks at what else it matches': `
      root R 1000
      limit n R transaction 10 new=yes match=v,w categories=c
      reserve r R 50 vendor=x category=c
      reserve s R 50 vendor=v category=d
      commit s 50
      reserve t R 50 vendor=v category=c -> denied envelope_exceeded at=n
      reserve t R 10 vendor=v category=c
      commit t 10
      reserve u R 50 vendor=v category=c`,
    'is paid whatever comes back': `
      root R 1000
      limit n R transaction 10 new=yes
      reserve r R 10 vendor=v
      commit r 4 partial
      refund r 4
      release r
      used n 1 key=v
      reserve s R 50 vendor=v`,
    'asks each of the first': `
      root R 1000
      limit n R transaction 10 new=yes exceed=approve approvals=1
      reserve r R 20 vendor=v -> notice n
      reserve s R 30 vendor=v -> notice n
      approve r by=ann -> notice n
      commit r 20
      approve s by=ann
      rsv s state=held
      commit s 30`,
    'is asked anew with the last approval': `
      root R 1000
      limit n R transaction 10 new=yes exceed=approve approvals=1
      reserve r R 20 vendor=v -> notice n
      unlimit n
      limit m R transaction 10 new=yes
      approve r by=ann
      reserve s R 20 vendor=w -> denied envelope_exceeded at=m
      limit k R transaction 15 new=yes
      relimit m 100
      reserve s R 15 vendor=w
      relimit k 5
      commit s 20 -> denied envelope_exceeded at=k
      commit s 15`,
    'is in the way of what a first commit takes above its hold': `
      root R 1000
      limit n R transaction 10 new=yes
      reserve r R 10 vendor=v
      commit r 12 -> denied envelope_exceeded at=n
      commit r 8 partial
      commit r 12`,
    'pauses and notifies as well': `
      root R 1000
      limit n R transaction 10 new=yes exceed=notify
      limit p R transaction 100 new=yes exceed=pause
      reserve r R 20 vendor=v -> notice n
      dry_run R 500 vendor=v -> denied envelope_exceeded at=p
      reserve s R 500 vendor=w -> denied envelope_exceeded at=p largest=0
      R: 1000 reserved=20 state=paused`,
    'asks of single reservations only': `
      root R 1000
      limit n R day 10 new=yes -> rejected invalid_envelope field=match.newVendors
      limit n R transaction 10 new=yes metric=count -> rejected invalid_envelope field=window
      limit n R day 10 new=yes metric=count -> rejected invalid_envelope field=match.newVendors
      limit n R transaction 10 new=yes per=vendor -> rejected invalid_envelope field=match.newVendors
      limit n R transaction ~ new=yes times=5 -> rejected invalid_envelope field=match.newVendors
      limit n R transaction 10 new=yes
      relimit n ~ times=5 -> rejected invalid_envelope field=match.newVendors
      relimit n 12`,
  });

  it('records which vendors it knew, and when it learned of another', () => {
    const world = play(`
      root R 1000
      limit n R transaction 10 new=yes known=v
      reserve r R 5 vendor=w
      commit r 5`);
    const [made, reserved, paid] = world.journal.slice(1).map(({ content }) => content);
    expect(made).toMatchObject({
      envelope: { match: { newVendors: true } },
      charges: [{ counterId: 'n/lifetime/v', delta: '1', used: '1' }],
    });
    expect(reserved!.charges).toEqual([
      { envelopeId: 'n', limit: '10' },
      { counterId: 'n/lifetime/w', delta: '0', used: '0', limit: undefined },
    ]);
    expect(paid!.charges).toEqual([{ counterId: 'n/lifetime/w', delta: '1', used: '1', limit: undefined }]);
  });
});
