// A SID, shortened to what tells it apart; a click copies all of it.

import { CopyButton, Tooltip, UnstyledButton } from "@mantine/core";

export function Sid({ sid }: { sid: string }) {
  return (
    <CopyButton value={sid}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? "Copied" : `Copy ${sid}`}>
          <UnstyledButton
            ff="monospace"
            fz="xs"
            aria-label={`Copy ${sid}`}
            onClick={(event) => {
              event.preventDefault();
              copy();
            }}
          >
            {sid.slice(0, 2)}…{sid.slice(-6)}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}
