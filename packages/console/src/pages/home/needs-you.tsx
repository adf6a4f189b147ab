import { Badge } from '../../design/badge.js';
import { EmptyState } from '../../design/empty-state.js';
import { ErrorState } from '../../design/error-state.js';
import { Section } from '../../design/page.js';
import { Skeleton } from '../../design/skeleton.js';
import { useApprovalNeeds, useDebtNeeds, useLimitNeeds, useStoppedNeeds, useWebhookNeeds } from './needs.js';
import styles from './needs-you.module.css';

/** All that waits for somebody, what has a deadline first. */
export function NeedsYou() {
  const kinds = [
    useApprovalNeeds(),
    useStoppedNeeds('paused'),
    useStoppedNeeds('frozen'),
    useDebtNeeds(),
    useLimitNeeds(),
    useWebhookNeeds(),
  ];
  const needs = kinds.flatMap((kind) => kind.needs);
  const failed = kinds.find(({ query }) => query.error !== null);
  const isLoading = kinds.some(({ query }) => query.isLoading);
  return (
    <Section title="Needs you">
      {failed && <ErrorState error={failed.query.error} retry={() => failed.query.refetch()} />}
      {needs.length > 0 && (
        <ul className={styles.needs}>
          {needs.map(({ key, kind, tone, text, aside }) => (
            <li key={key}>
              <Badge tone={tone}>{kind}</Badge>
              <span>{text}</span>
              <span className={styles.aside}>{aside}</span>
            </li>
          ))}
        </ul>
      )}
      {isLoading && needs.length === 0 && <Skeleton lines={2} />}
      {!isLoading && !failed && needs.length === 0 && <EmptyState text="Nothing waits for you." />}
    </Section>
  );
}
