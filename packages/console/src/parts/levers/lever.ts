import type { Budget } from '@purser/sdk';
import { useMay, useSession } from '../../session/session.js';

/** What can be done to a budget from wherever it is shown. */
export type Lever = 'freeze' | 'resume' | 'delegate' | 'fund' | 'defund' | 'narrow' | 'close';

/** What has to be known of a budget to do it. Lists know as much. */
export type LeverBudget = Pick<
  Budget,
  | 'id'
  | 'name'
  | 'state'
  | 'parentId'
  | 'pausedUntil'
  | 'stoppedFromAbove'
  | 'revision'
  | 'currency'
  | 'scale'
  | 'balances'
>;

/** What the one who is signed in may do to a budget as it is now. The service decides all the same. */
export function useLevers(budget: LeverBudget): readonly Lever[] {
  const { budgetId: reach } = useSession();
  const mayStop = useMay('stop');
  const mayDelegate = useMay('delegate');
  const mayManage = useMay('manage');
  const { id, state, parentId, pausedUntil, stoppedFromAbove } = budget;
  if (state === 'closed' || state === 'closing') return [];
  // What somebody above has stopped they resume.
  const isOurs = stoppedFromAbove !== true || reach !== id;
  const offered: readonly (readonly [Lever, boolean])[] = [
    ['freeze', mayStop && (state === 'active' || pausedUntil !== null)],
    ['resume', mayStop && state !== 'active' && isOurs],
    ['delegate', mayDelegate && state === 'active'],
    ['fund', mayManage && parentId === null],
    ['defund', mayManage && parentId === null],
    ['narrow', mayManage],
    ['close', mayDelegate],
  ];
  return offered.flatMap(([lever, isOffered]) => (isOffered ? [lever] : []));
}
