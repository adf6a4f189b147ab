import * as Radix from '@radix-ui/react-dropdown-menu';
import { useRef, type ReactElement } from 'react';
import styles from './menu.module.css';

export interface MenuItem {
  readonly name: string;
  readonly act: () => void;
  /** What it does cannot be undone: it stands apart. */
  readonly danger?: boolean;
}

export interface MenuProps {
  /** The button that opens it. */
  readonly children: ReactElement;
  readonly items: readonly MenuItem[];
}

/**
 * A few things that can be done, behind a button.
 *
 * What was chosen is done when the menu is closed and the focus goes back to the button, so that a dialog gives it back there.
 * The page can be scrolled meanwhile: Radix would keep it from that by a style element, which the content security policy forbids.
 */
export function Menu({ children, items }: MenuProps) {
  const chosen = useRef<MenuItem | null>(null);
  const closed = (): void => {
    const item = chosen.current;
    chosen.current = null;
    item?.act();
  };
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={styles.menu}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={closed}
        >
          {items.map((item) => (
            <MenuLine key={item.name} item={item} choose={() => (chosen.current = item)} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function MenuLine({ item, choose }: { readonly item: MenuItem; readonly choose: () => void }) {
  return (
    <>
      {item.danger === true && <Radix.Separator className={styles.line} />}
      <Radix.Item
        className={`${styles.item} ${item.danger === true ? (styles.danger ?? '') : ''}`}
        onSelect={choose}
      >
        {item.name}
      </Radix.Item>
    </>
  );
}
