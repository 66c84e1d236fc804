// One workflow: what it is, and its editor.

import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";

import { taskQueuesQuery } from "@/api/queries";
import { ErrorNote } from "@/parts/ErrorNote";
import { PageTitle } from "@/parts/PageTitle";

import { WorkflowEditor } from "./WorkflowEditor";
import { workflowQuery } from "./workflows";

const route = getRouteApi("/inside/workspaces/$workspaceSid/workflows/$workflowSid");

export function WorkflowPage() {
  const { workspaceSid, workflowSid } = route.useParams();
  const workflow = useQuery(workflowQuery(workspaceSid, workflowSid));
  const queues = useQuery(taskQueuesQuery(workspaceSid));
  // What one has drafted stays in sight even when the workflow cannot be read any more.
  if (workflow.data !== undefined && queues.data !== undefined) {
    return <WorkflowEditor key={workflowSid} workflow={workflow.data} queues={queues.data} />;
  }
  const error = workflow.error ?? queues.error;
  if (error === null) return <Skeleton height="60vh" aria-label="The workflow is being read" />;
  return (
    <>
      <PageTitle title="Workflow" />
      <ErrorNote
        error={error}
        title="The workflow cannot be shown"
        onRetry={() => void Promise.all([workflow.refetch(), queues.refetch()])}
      />
    </>
  );
}
