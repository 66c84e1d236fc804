// A text field whose text counts when one pauses, presses Enter, or leaves it.

import { TextInput } from "@mantine/core";
import type { TextInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

interface Props extends Omit<TextInputProps, "value" | "onChange" | "onBlur" | "onKeyDown"> {
  value: string;
  onCommit: (value: string) => void;
  /** How long a pause counts; without it, only Enter and leaving do. */
  pauseMs?: number;
}

export function DraftInput({ value, onCommit, pauseMs, ...input }: Props) {
  /** What is typed but may not count yet; null when nobody is typing. */
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (text: string) => {
    if (text.trim() !== value) onCommit(text.trim());
  };
  const pause = useDebouncedCallback(commit, pauseMs ?? 0);
  return (
    <TextInput
      {...input}
      value={draft ?? value}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        if (pauseMs !== undefined) pause(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit(event.currentTarget.value);
      }}
      onBlur={(event) => {
        pause.cancel();
        commit(event.currentTarget.value);
        setDraft(null);
      }}
    />
  );
}
