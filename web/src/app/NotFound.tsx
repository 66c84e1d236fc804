// An address that leads nowhere.

import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { EmptyState } from "@/parts/EmptyState";
import { PageTitle } from "@/parts/PageTitle";

export function NotFound() {
  return (
    <main>
      <PageTitle title="Nothing here" />
      <EmptyState
        title="This address leads nowhere"
        action={
          <Button renderRoot={(props) => <Link to="/" {...props} />}>To the workspaces</Button>
        }
      >
        What was here may have been deleted, or the address is not complete.
      </EmptyState>
    </main>
  );
}
