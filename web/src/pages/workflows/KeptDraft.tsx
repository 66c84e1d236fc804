// Keeps what is not saved when the session ends, and offers it to who has signed in again.

import { Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { sessionQuery } from "@/session/session";

import { Caution } from "./Caution";
import { isDirty } from "./draft";
import type { Draft } from "./draft";
import { findKept, forgetKept, keepAside } from "./kept";
import type { Kept } from "./kept";

interface Props {
  workflowSid: string;
  draft: Draft;
  mayEdit: boolean;
  onTakeUp: (kept: Kept) => void;
}

export function KeptDraft({ workflowSid, draft, mayEdit, onTakeUp }: Props) {
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  const [kept, setKept] = useState(() => findKept(workflowSid));
  const isEnded = session === null;
  useEffect(() => {
    if (isEnded && isDirty(draft)) keepAside(workflowSid, draft);
  }, [isEnded, workflowSid, draft]);
  if (kept === null || !mayEdit) return null;
  const settle = () => {
    forgetKept(workflowSid);
    setKept(null);
  };
  return (
    <Caution title="Your session ended before these changes were saved">
      <Stack gap="sm">
        <Text size="sm">What you had changed in this workflow was kept in this tab.</Text>
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              onTakeUp(kept);
              settle();
            }}
          >
            Go on with them
          </Button>
          <Button variant="default" size="xs" onClick={settle}>
            Drop them
          </Button>
        </Group>
      </Stack>
    </Caution>
  );
}
