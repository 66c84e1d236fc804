// Instead of the page of a worker there is not, or not any more.

import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { EmptyState } from "@/parts/EmptyState";
import { PageTitle } from "@/parts/PageTitle";

export function MissingWorker({ workspaceSid }: { workspaceSid: string }) {
  return (
    <>
      <PageTitle title="Worker" />
      <EmptyState
        title="There is no such worker"
        action={
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/workspaces/$workspaceSid/workers" params={{ workspaceSid }} {...props} />
            )}
          >
            All workers
          </Button>
        }
      >
        The worker may have been deleted. What happened before is still among the events.
      </EmptyState>
    </>
  );
}
