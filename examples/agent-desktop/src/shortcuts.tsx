// Keys of the keyboard that press buttons. A button says its key; the key presses that button of the
// card that has the focus, or of the first card that has one.

import { type ComponentProps, createContext, useContext, useEffect } from "react";

/** Who dictates, or types with a stick, must be able to turn single keys off. */
export const ShortcutsOn = createContext(true);

export const SHORTCUTS: [key: string, meaning: string][] = [
  ["a", "accept"],
  ["r", "reject"],
  ["w", "wrap up"],
  ["c", "complete"],
  ["t", "transfer"],
];

interface Props extends ComponentProps<"button"> {
  shortcut: string;
}

export function ShortcutButton({ shortcut, children, ...rest }: Props) {
  const isOn = useContext(ShortcutsOn);
  return (
    <button type="button" aria-keyshortcuts={isOn ? shortcut : undefined} {...rest}>
      {children}
      {isOn && <kbd aria-hidden="true">{shortcut}</kbd>}
    </button>
  );
}

export function useShortcuts(): void {
  useEffect(() => {
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

function press(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const focused = event.target instanceof Element ? event.target : document.body;
  if (focused.matches("input, select, textarea")) return;
  const selector = `button[aria-keyshortcuts="${CSS.escape(event.key.toLowerCase())}"]`;
  const button =
    focused.closest("article")?.querySelector<HTMLElement>(selector) ??
    document.querySelector<HTMLElement>(selector);
  if (button === null) return;
  event.preventDefault();
  // The focus follows, so that what opens or goes is found where the worker is.
  button.focus();
  button.click();
}
