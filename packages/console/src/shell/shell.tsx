import { Link, Outlet } from '@tanstack/react-router';
import { Notices } from '../design/notices.js';
import icon from '../icon.svg';
import { LiveMark } from '../live/live-mark.js';
import { Live } from '../live/live.js';
import { Nav } from './nav.js';
import { SignOut } from './sign-out.js';
import { ThemeSwitch } from './theme-switch.js';
import { Who } from './who.js';
import styles from './shell.module.css';

/** What stands around every page of somebody who is signed in. */
export function Shell() {
  return (
    <Live>
      <div className={styles.shell}>
        <a className={styles.skip} href="#page">
          Skip to the page
        </a>
        <header className={styles.side}>
          <Link to="/" className={styles.mark}>
            <img src={icon} alt="" />
            Purser
          </Link>
          <Nav />
          <div className={styles.foot}>
            <LiveMark />
            <Who />
            <div className={styles.buttons}>
              <ThemeSwitch />
              <SignOut />
            </div>
          </div>
        </header>
        <div id="page" tabIndex={-1}>
          <Outlet />
        </div>
      </div>
      <Notices />
    </Live>
  );
}
