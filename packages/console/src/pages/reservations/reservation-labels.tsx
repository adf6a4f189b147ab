import type { Reservation } from '@purser/sdk';
import { Facts } from '../../design/facts.js';
import { Section } from '../../design/page.js';
import { Said } from '../../design/said.js';

type Labels = Readonly<Record<string, string>> | null;

/** The labels of the request, and those of settlements, which come before them; and the evidence of what came of it. */
export function ReservationLabels({ reservation }: { readonly reservation: Reservation }) {
  const { metadata, settlementMetadata, outcome } = reservation;
  return (
    <>
      <LabelSection title="Labels" labels={metadata} />
      <LabelSection title="Labels of its settlements" labels={settlementMetadata} />
      <LabelSection title={`Evidence of ${outcome?.type ?? ''}`} labels={outcome?.evidence ?? null} />
    </>
  );
}

function LabelSection({ title, labels }: { readonly title: string; readonly labels: Labels }) {
  const entries = Object.entries(labels ?? {});
  if (entries.length === 0) return null;
  return (
    <Section title={title}>
      <Facts facts={entries.map(([name, value]) => [name, <Said key={name} text={value} />] as const)} />
    </Section>
  );
}
