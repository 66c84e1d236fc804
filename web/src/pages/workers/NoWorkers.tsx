// An empty table of workers: nobody is there yet, or nobody is as the filters want.

import { Button } from "@mantine/core";
import type { ReactNode } from "react";

import { EmptyState } from "@/parts/EmptyState";

interface Props {
  isNarrowed: boolean;
  onClear: () => void;
  create: ReactNode;
}

export function NoWorkers({ isNarrowed, onClear, create }: Props) {
  if (isNarrowed) {
    return (
      <EmptyState
        title="No worker is like that"
        action={
          <Button variant="default" onClick={onClear}>
            Show all workers
          </Button>
        }
      >
        Nobody matches all of what you look for at this moment.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="There are no workers yet" action={create}>
      A worker is somebody, or something, that takes tasks: an agent, a team’s inbox, a bot. Create
      one and give attributes such as <code>{'{"languages": ["en"]}'}</code>; task queues choose
      workers by them.
    </EmptyState>
  );
}
