// The workflows of a workspace, and a new one.

import { Anchor, Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Suspense, useMemo, useState } from "react";

import { taskQueuesQuery, workflowsQuery } from "@/api/queries";
import type { Workflow } from "@/api/resources";
import { DataTable } from "@/parts/DataTable";
import type { Column } from "@/parts/DataTable";
import { EmptyState } from "@/parts/EmptyState";
import { HeldList } from "@/parts/HeldList";
import { PageTitle } from "@/parts/PageTitle";
import { Sid } from "@/parts/Sid";
import { When } from "@/parts/When";
import { useMay } from "@/session/session";

import { CreateWorkflow } from "./CreateWorkflow";
import { filtersOf, read } from "./document";
import { graphOf } from "./graph";

const route = getRouteApi("/inside/workspaces/$workspaceSid/workflows");

export function WorkflowsPage() {
  const { workspaceSid } = route.useParams();
  const mayChange = useMay("admin");
  const navigate = useNavigate();
  const workflows = useQuery(workflowsQuery(workspaceSid));
  const queues = useQuery(taskQueuesQuery(workspaceSid));
  const [isCreating, setCreating] = useState(false);
  const columns = useMemo(
    () => columnsOf(new Map(queues.data?.map((queue) => [queue.sid, queue.friendly_name]))),
    [queues.data],
  );
  const open = (workflowSid: string) =>
    void navigate({
      to: "/workspaces/$workspaceSid/workflows/$workflowSid",
      params: { workspaceSid, workflowSid },
    });
  const hasQueues = queues.data === undefined || queues.data.length > 0;
  const create = mayChange && hasQueues && (
    <Button onClick={() => setCreating(true)}>New workflow</Button>
  );
  return (
    <>
      <PageTitle
        title="Workflows"
        about="A workflow decides which queue a task waits in, with which priority, and for how long."
        actions={workflows.data?.length !== 0 && create}
      />
      <HeldList
        error={workflows.error}
        title="The workflows could not be read"
        onRetry={() => void workflows.refetch()}
        isHeld={workflows.data !== undefined && workflows.data.length > 0}
      >
        <DataTable
          label="Workflows"
          columns={columns}
          rows={workflows.data ?? []}
          rowKey={({ sid }) => sid}
          onOpen={({ sid }) => open(sid)}
          isLoading={workflows.isPending}
          empty={
            hasQueues ? (
              <EmptyState title="No workflow yet" action={create}>
                Tasks need a workflow: it looks at their attributes and puts them into queues. The
                first one sends every task to one queue; filters come later.
              </EmptyState>
            ) : (
              <EmptyState
                title="First a queue, then a workflow"
                action={
                  <Link to="/workspaces/$workspaceSid/task-queues" params={{ workspaceSid }}>
                    Create a task queue
                  </Link>
                }
              >
                A workflow leads tasks into queues, and this workspace has none.
              </EmptyState>
            )
          }
        />
      </HeldList>
      {isCreating && (
        <Suspense>
          <CreateWorkflow
            workspaceSid={workspaceSid}
            onClose={() => setCreating(false)}
            onCreated={({ sid }) => open(sid)}
          />
        </Suspense>
      )}
    </>
  );
}

function columnsOf(queueNames: ReadonlyMap<string, string>): Column<Workflow>[] {
  return [
    { id: "name", header: "Name", width: "2fr", cell: (workflow) => <Name workflow={workflow} /> },
    {
      id: "filters",
      header: "Filters",
      width: "5rem",
      align: "right",
      cell: ({ configuration }) => filtersIn(configuration),
    },
    {
      id: "queues",
      header: "Queues",
      width: "2fr",
      cell: ({ configuration }) => (
        <Text size="sm" truncate>
          {queuesIn(configuration, queueNames)}
        </Text>
      ),
    },
    {
      id: "timeout",
      header: "Reservation timeout",
      width: "9rem",
      align: "right",
      cell: ({ task_reservation_timeout }) => `${task_reservation_timeout} s`,
    },
    {
      id: "updated",
      header: "Changed",
      width: "10rem",
      cell: ({ date_updated }) => <When date={date_updated} />,
    },
    { id: "sid", header: "SID", width: "7rem", cell: ({ sid }) => <Sid sid={sid} /> },
  ];
}

function Name({ workflow }: { workflow: Workflow }) {
  return (
    <Anchor
      size="sm"
      fw={600}
      renderRoot={(props) => (
        <Link
          to="/workspaces/$workspaceSid/workflows/$workflowSid"
          params={{ workspaceSid: workflow.workspace_sid, workflowSid: workflow.sid }}
          {...props}
        />
      )}
    >
      {workflow.friendly_name}
    </Anchor>
  );
}

function filtersIn(configuration: string): number {
  const { document } = read(configuration);
  return document === null ? 0 : filtersOf(document).length;
}

function queuesIn(configuration: string, queueNames: ReadonlyMap<string, string>): string {
  const { document } = read(configuration);
  if (document === null) return "";
  const { nodes } = graphOf(document, queueNames);
  return nodes
    .filter(({ kind }) => kind === "queue")
    .map(({ title }) => title)
    .join(", ");
}
