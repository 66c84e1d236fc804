// A SID, shortened to what tells it apart; a click copies all of it.

import { CopyButton, Tooltip, UnstyledButton } from "@mantine/core";

export function Sid({ sid }: { sid: string }) {
  const short = `${sid.slice(0, 2)}…${sid.slice(-6)}`;
  return (
    <CopyButton value={sid}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? "Copied" : `Copy ${sid}`}>
          <UnstyledButton
            ff="monospace"
            fz="xs"
            aria-label={`${short}: copy ${sid}`}
            onClick={(event) => {
              event.preventDefault();
              copy();
            }}
          >
            {short}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}
