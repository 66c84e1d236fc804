// Somebody else has saved the workflow that one is editing: whose document goes on?

import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";

import { Caution } from "./Caution";
import { DiffView } from "./DiffView";
import { unfold } from "./document";

interface Props {
  /** What was stored when the draft was begun. */
  base: string;
  stored: string;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

export function ChangedElsewhere({ base, stored, onTakeTheirs, onKeepMine }: Props) {
  const [isShown, setShown] = useState(false);
  return (
    <Caution title="Somebody else saved this workflow while you were editing">
      <Stack gap="sm">
        <Text size="sm">
          Your changes are still here. Keep them, and saving replaces what the other one saved; or
          take theirs, and yours are gone.
        </Text>
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={() => setShown(!isShown)}>
            {isShown ? "Hide their changes" : "Show their changes"}
          </Button>
          <Button variant="default" size="xs" onClick={onKeepMine}>
            Keep mine
          </Button>
          <Button variant="default" size="xs" onClick={onTakeTheirs}>
            Take theirs
          </Button>
        </Group>
        {isShown && <DiffView label="Their changes" before={unfold(base)} after={unfold(stored)} />}
      </Stack>
    </Caution>
  );
}
