// One task: what it is, where it is and why, who was asked, and all that happened to it.

import { Anchor, Code, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { ApiError } from "@/api/client";
import { summaryOf } from "@/pages/tasks/attributes";
import { taskQuery } from "@/pages/tasks/queries";
import { TaskActions } from "@/pages/tasks/TaskActions";
import { TaskExplanation } from "@/pages/tasks/TaskExplanation";
import { TaskFacts } from "@/pages/tasks/TaskFacts";
import { TaskReservations } from "@/pages/tasks/TaskReservations";
import { TaskTimeline } from "@/pages/tasks/TaskTimeline";
import { spread } from "@/parts/editor/json";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorNote } from "@/parts/ErrorNote";
import { PageTitle } from "@/parts/PageTitle";
import { Surface } from "@/parts/Surface";
import { useMay } from "@/session/session";

import classes from "./TaskPage.module.css";

const route = getRouteApi("/inside/workspaces/$workspaceSid/tasks/$taskSid");

export function TaskPage() {
  const { workspaceSid, taskSid } = route.useParams();
  const { data: task, error, refetch } = useQuery(taskQuery(workspaceSid, taskSid));
  const mayChange = useMay("supervisor");
  const title = `Task ${taskSid.slice(-6)}`;
  if (error instanceof ApiError && error.status === 404) {
    return (
      <>
        <PageTitle title={title} />
        <Stack>
          <Surface>
            <EmptyState title="This task is gone" action={<ToTasks workspaceSid={workspaceSid} />}>
              It was deleted, or forgotten a while after it had ended. What happened to it is in the
              log of events for 30 days.
            </EmptyState>
          </Surface>
          <TaskTimeline workspaceSid={workspaceSid} taskSid={taskSid} />
        </Stack>
      </>
    );
  }
  if (task === undefined) {
    return (
      <>
        <PageTitle title={title} />
        {error === null ? (
          <Skeleton height="20rem" aria-label="Task: loading" />
        ) : (
          <ErrorNote
            error={error}
            title="The task could not be read"
            onRetry={() => void refetch()}
          />
        )}
      </>
    );
  }
  return (
    <>
      <PageTitle
        title={title}
        about={summaryOf(task.attributes) || "A task without attributes."}
        actions={mayChange && <TaskActions workspaceSid={workspaceSid} task={task} />}
      />
      <div className={classes.page}>
        <div className={classes.whole}>
          <Surface title="The task">
            <TaskFacts workspaceSid={workspaceSid} task={task} />
          </Surface>
        </div>
        <div className={classes.column}>
          <TaskExplanation workspaceSid={workspaceSid} taskSid={taskSid} />
        </div>
        <div className={classes.column}>
          <TaskReservations workspaceSid={workspaceSid} taskSid={taskSid} />
          <Surface title="Attributes">
            <Code block tabIndex={0} className={classes.attributes} aria-label="Attributes">
              {spread(task.attributes)}
            </Code>
          </Surface>
          <TaskTimeline workspaceSid={workspaceSid} taskSid={taskSid} />
        </div>
      </div>
    </>
  );
}

function ToTasks({ workspaceSid }: { workspaceSid: string }) {
  return (
    <Anchor
      renderRoot={(props) => (
        <Link to="/workspaces/$workspaceSid/tasks" params={{ workspaceSid }} {...props} />
      )}
    >
      To the list of tasks
    </Anchor>
  );
}
