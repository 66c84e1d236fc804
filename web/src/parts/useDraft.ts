// Text that is typed before it takes effect.

import { useEffect, useRef, useState } from "react";

const PAUSE_MS = 250;

interface Draft {
  text: string;
  /** It takes effect when the typing pauses. */
  type: (text: string) => void;
  /** It waits until it is settled. */
  hold: (text: string) => void;
  settle: (text: string) => void;
}

/** `settled` is what holds now: when it changes elsewhere, as by Back, so does the text. */
export function useDraft(
  settled: string | undefined,
  onSettle: (text: string | undefined) => void,
): Draft {
  const [text, setText] = useState(settled ?? "");
  const [known, setKnown] = useState(settled);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (settled !== known) {
    setKnown(settled);
    if ((settled ?? "") !== text.trim()) setText(settled ?? "");
  }
  const settle = (wanted: string) => {
    clearTimeout(timer.current);
    setText(wanted);
    const kept = wanted.trim() === "" ? undefined : wanted.trim();
    if (kept !== settled) onSettle(kept);
  };
  return {
    text,
    settle,
    hold: setText,
    type: (wanted) => {
      setText(wanted);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => settle(wanted), PAUSE_MS);
    },
  };
}
