import { Money } from '@purser/sdk';
import { Amount } from '../../design/amount.js';
import { Meter } from '../../design/meter.js';
import { Said } from '../../design/said.js';
import { Time } from '../../design/time.js';
import { limitText } from '../../parts/limit-text.js';
import type { TreeLook } from './tree-look.js';
import { Rule } from './rule.js';
import type { PathLimit } from '../../parts/use-explained.js';
import type { JudgedLimit } from './verdicts.js';
import styles from './why.module.css';

export function LimitName({ limit }: { readonly limit: PathLimit }) {
  return limit.name === null ? <>{limitText(limit)}</> : <Said text={limit.name} title={limitText(limit)} />;
}

/** One limit: how far it was used before, what this would have added, and what it is. */
export function LimitRule({ judged, look }: { readonly judged: JudgedLimit; readonly look: TreeLook }) {
  const { limit, verdict, used, added, inForce, key, resetsAt } = judged;
  const figure = (value: string) =>
    limit.metric === 'amount' ? (
      <Amount value={value} scale={look.scale} />
    ) : (
      <span className="number">{value}</span>
    );
  const whole = used !== null && added !== null ? Money.of(used).add(added).toString() : null;
  return (
    <Rule
      name={
        <>
          Limit <LimitName limit={limit} />
        </>
      }
      verdict={verdict}
    >
      <span>
        {figure(inForce)} <span className="muted">{limitText(limit)}</span>
        {key !== undefined && (
          <span className="muted">
            , for <Said text={key} />
          </span>
        )}
      </span>
      {limit.window === 'transaction' ? (
        added !== null && <p className="muted">this was {figure(added)}</p>
      ) : used === null || whole === null ? (
        limit.match.newVendors && <p className="muted">of vendors who were never paid before</p>
      ) : (
        <>
          <div className={styles.meter}>
            <Meter label={limit.name ?? limitText(limit)} used={whole} limit={inForce} />
          </div>
          <p className="muted">
            {figure(used)} used before
            {added !== null && Money.of(added).isMoreThan(0) && <>, and {figure(added)} more asked for</>}
            {resetsAt !== undefined && (
              <>
                ; its window ended at <Time at={resetsAt} zone={limit.timezone ?? look.zone} />
              </>
            )}
          </p>
        </>
      )}
    </Rule>
  );
}
