// What the page of queues says when it has none to show.

import { Button } from "@mantine/core";

import { EmptyState } from "@/parts/EmptyState";

interface Props {
  /** What was searched for, if anything. */
  search: string;
  /** Null for who may not create one. */
  onCreate: (() => void) | null;
}

export function NoQueues({ search, onCreate }: Props) {
  if (search !== "") {
    return <EmptyState title="No queue of that name">Nothing matches “{search}”.</EmptyState>;
  }
  return (
    <EmptyState
      title="No task queues yet"
      action={onCreate !== null && <Button onClick={onCreate}>Create the first queue</Button>}
    >
      Tasks wait in a queue for the workers it admits. Say who these are by their attributes, for
      example <code>languages HAS &quot;es&quot;</code>; workflows then lead tasks to it.
    </EmptyState>
  );
}
