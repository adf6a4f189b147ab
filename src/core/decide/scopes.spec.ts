import { rules } from '../../../test/support/rules.js';

const TREE = `
      root R 1000
      key all R operator by=admin
      key some R operator by=admin vendors=a,b categories=c runs=x most=10`;

describe('the scopes of a key', () => {
  rules({
    'deny like every other rule, and are listed with them': `${TREE}
      reserve r R 10 vendor=a category=c run=x with=some
      reserve s R 11 vendor=a category=c run=x with=some -> denied scope_amount largest=10 retry=never
      reserve s R 1 vendor=z category=c run=x with=some -> denied scope_vendor largest=0 retry=never
      reserve s R 1 vendor=a category=d run=x with=some -> denied scope_category largest=0
      reserve s R 1 vendor=a category=c run=y with=some -> denied scope_run largest=0
      reserve s R 1 with=some -> denied scope_vendor,scope_category,scope_run at=R,R,R
      limit e R day 15
      reserve s R 20 vendor=z category=c run=x with=some -> denied scope_vendor,scope_amount,envelope_exceeded largest=0
      reserve s R 20 vendor=a category=c run=x with=some -> denied scope_amount,envelope_exceeded largest=10 retry=never
      freeze R by=admin
      reserve s R 20 vendor=a category=c run=x with=some -> denied budget_frozen,scope_amount,envelope_exceeded`,
    'are asked by a dry run': `${TREE}
      dry_run R 10 vendor=a category=c run=x with=some -> admissible largest=10
      dry_run R 11 vendor=a category=c run=x with=some -> denied scope_amount largest=10
      dry_run R 1 vendor=z with=some -> denied scope_vendor,scope_category,scope_run largest=0
      dry_run R 1 vendor=z with=all -> admissible largest=1000`,
    'are asked by a dry run of a key that may not reserve at all': `
      root R 1000
      limit e R day 50
      key sees R auditor by=admin
      key decides R approver by=admin
      key manages R operator by=admin actions=read,manage
      key uses R operator by=admin actions=read,reserve
      dry_run R 10 with=sees -> denied forbidden largest=0 retry=never
      dry_run R 10 with=decides -> denied forbidden largest=0 retry=never
      dry_run R 10 with=manages -> denied forbidden largest=0 retry=never
      dry_run R 10 with=uses -> admissible largest=50
      dry_run R 51 with=sees -> denied forbidden,envelope_exceeded at=e largest=0 retry=never
      dry_run R 2000 with=sees -> denied forbidden,insufficient_funds,envelope_exceeded largest=0
      reserve r R 10 with=sees -> rejected forbidden action=reserve
      dry_run R 1.5 with=sees -> rejected invalid_amount`,
    'are counted by what counts denials': `
      root R 100
      limit e R hour 1 metric=denials exceed=pause
      key k R agent by=admin most=5
      reserve r R 9.8 with=k -> rejected invalid_amount
      reserve r R 9 with=k -> denied scope_amount largest=5
      used e 1
      reserve r R 9 with=k -> denied scope_amount largest=0
      R: 100 state=paused`,
    'hold for what is done to reservations of others': `${TREE}
      reserve z R 5 vendor=z category=c run=x with=all
      reserve large R 100 vendor=a category=c run=x with=all
      reserve fits R 5 vendor=a category=c run=x with=all
      commit z 1 with=some -> denied scope_vendor largest=0
      release z with=some -> denied scope_vendor largest=0
      extend z 60 with=some -> denied scope_vendor
      commit large 1 with=some -> denied scope_amount largest=0
      release large with=some -> denied scope_amount
      commit large 100 with=all
      refund large 1 with=some -> denied scope_amount largest=0
      commit fits 5 partial with=some
      release fits with=some`,
    'hold for all that is paid of a reservation': `${TREE}
      reserve r R 0 vendor=a category=c run=x with=some
      commit r 11 with=some -> denied scope_amount largest=10
      commit r 6 partial with=some
      commit r 5 partial with=some -> denied scope_amount largest=4
      commit r 4 with=some
      rsv r committed=10 state=committed`,
    'leave a claim of what a call really cost, for somebody who may pay so much': `${TREE}
      limit e R day 50
      limit p R day 20 exceed=pause
      reserve r R 0 vendor=a category=c run=x with=some
      commit r 60 overage=overdraft with=some -> claimed 50
      rsv r state=committed committed=10 claimed=50
      R: 1000 spent=10
      settleclaim r with=some -> denied scope_amount largest=0 retry=never
      settleclaim r 1 with=some -> denied scope_amount largest=0
      settleclaim r 0 with=some
      dismiss r reason=no with=some -> denied scope_amount largest=0 retry=never
      rsv r committed=10 claimed=50
      dismiss r reason=no with=all
      rsv r committed=10 claimed=0`,
    'leave no claim on a reservation that is not theirs to settle': `${TREE}
      reserve z R 5 vendor=z category=c run=x with=all
      reserve large R 100 vendor=a category=c run=x with=all
      commit z 9 overage=overdraft with=some -> denied scope_vendor largest=0
      commit large 101 overage=overdraft with=some -> denied scope_amount largest=0
      commit large 1000 overage=overdraft right=no -> claimed 5
      settleclaim large with=some -> denied scope_amount
      dismiss large reason=no with=some -> denied scope_amount
      settleclaim large with=all`,
    'of an approver hold for what they agree to': `
      root R 1000
      limit e R transaction 10 exceed=approve approvals=1
      key ann R approver by=admin most=50
      key bob R approver by=admin
      reserve r R 51 -> notice e
      approve r with=ann -> denied scope_amount largest=0
      rsv r state=pending_approval given=
      approve r with=bob -> notice e`,
    'say nothing where there is nothing to decide': `${TREE}
      reserve z R 5 vendor=z with=all
      release z with=all
      extend z 60 with=some -> rejected reservation_state
      release nobody with=some -> rejected not_found`,
    'bound a guarantee, which is set aside like a hold, and no ceiling': `
      root R 1000
      child a R 0..1000
      key k a agent by=admin most=5 vendors=x
      key op R operator by=admin most=5
      child b a 6 with=k -> denied scope_amount at=a largest=5 retry=never
      child b a 5..900 with=k
      child c b 6 with=k -> denied scope_amount at=b largest=5
      reserve r b 5 vendor=x with=k
      reserve s b 5 vendor=x with=k
      child d R 20..100
      update d guarantee=21 with=op -> denied scope_amount at=d largest=20 retry=never
      update d guarantee=4 with=op
      update d guarantee=6 with=op -> denied scope_amount at=d largest=5
      update d guarantee=5 with=op
      update d guarantee=2000 ceiling=2000 with=op -> denied scope_amount,insufficient_funds largest=5`,
    'are read at the scale of the tree': `
      root R 100 scale=1
      key k R agent by=admin most=1.25
      reserve r R 1.3 with=k -> denied scope_amount largest=1.2
      reserve r R 1.2 with=k`,
  });
});
