// Where the SID of something is pasted. It takes effect when it is one, or is gone.

import { CloseButton, TextInput } from "@mantine/core";
import { useState } from "react";

interface Props {
  label: string;
  /** What such SIDs begin with: "WT". */
  prefix: string;
  value: string | undefined;
  onChange: (sid: string | undefined) => void;
}

export function SidInput({ label, prefix, value, onChange }: Props) {
  const [text, setText] = useState(value ?? "");
  const [known, setKnown] = useState(value);
  const [error, setError] = useState<string | null>(null);
  if (value !== known) {
    // It changed elsewhere, as by Back.
    setKnown(value);
    setText(value ?? "");
    setError(null);
  }
  const settle = (wanted: string) => {
    const sid = wanted.trim();
    const isSid = new RegExp(`^${prefix}[0-9a-f]{32}$`).test(sid);
    setText(sid);
    setError(sid === "" || isSid ? null : `${prefix}, and 32 of 0–9 and a–f`);
    const settled = sid === "" ? undefined : sid;
    if ((sid === "" || isSid) && settled !== value) onChange(settled);
  };
  return (
    <TextInput
      label={label}
      placeholder={`${prefix}…`}
      value={text}
      error={error}
      spellCheck={false}
      maxLength={100}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => settle(text)}
      onKeyDown={(event) => {
        if (event.key === "Enter") settle(text);
      }}
      onPaste={(event) => {
        event.preventDefault();
        settle(event.clipboardData.getData("text"));
      }}
      rightSection={
        text === "" ? null : (
          <CloseButton size="sm" aria-label={`Clear ${label}`} onClick={() => settle("")} />
        )
      }
    />
  );
}
