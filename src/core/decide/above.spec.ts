import { rules } from '../../../test/support/rules.js';

const CHILD = `
      root R 1000
      child c R 10..20 vendors=+a envelope=day:5
      key up R operator by=admin
      key op c operator by=admin`;

describe('what belongs to those above a budget', () => {
  rules({
    'is its guarantee and ceiling': `${CHILD}
      update c ceiling=1000 with=op -> rejected set_from_above field=ceiling
      update c guarantee=900 ceiling=1000 with=op -> rejected set_from_above field=ceiling
      update c guarantee=0 with=op -> rejected set_from_above field=guarantee
      update c name=x with=op
      update c ceiling=30 with=up
      update c guarantee=11 by=admin`,
    'are the envelopes that came with its delegation, or were made from above later': `${CHILD}
      relimit e 1000 with=op -> rejected set_from_above
      unlimit e with=op -> rejected set_from_above
      limit f c day 6 with=up
      unlimit f with=op -> rejected set_from_above
      limit own c day 7 with=op
      relimit own 8 with=op
      relimit own 9 with=up
      relimit own 10 with=op
      unlimit own with=op
      relimit e 6 with=up
      relimit e 7 with=op -> rejected set_from_above
      unlimit e with=up`,
    'is its policy, until they take it back': `${CHILD}
      update c vendors=+a,+b with=op -> rejected set_from_above field=policy
      update c vendors=+a,+b with=up
      update c vendors=+c with=op -> rejected set_from_above field=policy
      child d R 10
      key od d operator by=admin
      update d vendors=+a with=od
      update d vendors=+b with=od
      update d vendors=+c with=up
      update d vendors=+d with=od -> rejected set_from_above field=policy`,
    'is a stop of theirs': `${CHILD}
      freeze c with=op
      resume c with=op
      freeze c with=up
      resume c with=op -> rejected set_from_above
      freeze c with=op
      resume c with=op -> rejected set_from_above
      resume c with=up
      resume c with=op
      freeze c with=op
      freeze c by=admin
      resume c reason=x with=op -> rejected set_from_above
      resume c with=up
      freeze c with=up
      close c with=op
      c: 0 state=closed`,
    'is a pause by an envelope of theirs, and not one by its own': `
      root R 1000
      child c R 100
      key up R operator by=admin
      key op c operator by=admin
      limit own c day 10 exceed=pause with=op
      reserve r c 11 -> denied envelope_exceeded at=own
      resume c reason=seen with=op
      limit theirs c day 5 exceed=pause with=up
      reserve r c 6 -> denied envelope_exceeded at=theirs
      resume c reason=seen with=op -> rejected set_from_above
      resume c reason=seen with=up
      limit top R day 4 exceed=pause by=admin
      reserve r c 5 -> denied envelope_exceeded at=top
      R: 1000 delegated=100 state=paused
      resume R reason=seen with=up`,
    'is nothing of a root, but a stop by somebody who is bound to no budget': `
      root R 1000 vendors=+a envelope=day:5
      key op R operator by=admin
      relimit e 6 with=op
      update R vendors=+b with=op
      unlimit e with=op
      freeze R with=op
      resume R with=op
      freeze R by=admin
      resume R with=op -> rejected set_from_above
      resume R by=admin`,
  });
});
