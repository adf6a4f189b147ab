import { Link, type LinkProps } from '@tanstack/react-router';
import { useApprovals } from '../parts/use-approvals.js';
import { Badge } from '../design/badge.js';
import { useMay } from '../session/session.js';
import styles from './shell.module.css';

/** The pages, in the order in which they are needed. */
const PAGES = [
  { to: '/', name: 'Home' },
  { to: '/approvals', name: 'Approvals' },
  { to: '/tree', name: 'Tree' },
  { to: '/spend', name: 'Spend' },
  { to: '/reservations', name: 'Reservations' },
  { to: '/journal', name: 'Journal' },
  { to: '/why', name: 'Why?' },
  { to: '/settings', name: 'Settings' },
] as const satisfies readonly { to: LinkProps['to']; name: string }[];

export function Nav() {
  const mayApprove = useMay('approve');
  return (
    <nav className={styles.nav} aria-label="Pages">
      <ul>
        {PAGES.filter(({ to }) => to !== '/approvals' || mayApprove).map(({ to, name }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: to === '/' }}>
              {name}
              {to === '/approvals' && <HowMany />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How many approvals wait. */
function HowMany() {
  const { data } = useApprovals();
  if (!data || data.items.length === 0) return null;
  return (
    <Badge tone="accent">
      {data.items.length}
      {data.nextCursor !== null && '+'}
      <span className="unseen"> waiting</span>
    </Badge>
  );
}
