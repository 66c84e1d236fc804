// Why a task is where it is: in a sentence, worker by worker, filter by filter, and what is next.

import { Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { ExplainedFilters } from "@/pages/tasks/ExplainedFilters";
import { ExplainedWorkers } from "@/pages/tasks/ExplainedWorkers";
import { TaskPlace } from "@/pages/tasks/TaskPlace";
import { explanationQuery } from "@/pages/tasks/queries";
import { isHopeless, tellExplanation } from "@/pages/tasks/reasons";
import { Upcoming } from "@/pages/tasks/Upcoming";
import { ErrorNote } from "@/parts/ErrorNote";
import { State } from "@/parts/State";
import { Surface } from "@/parts/Surface";

interface Props {
  workspaceSid: string;
  taskSid: string;
}

export function TaskExplanation({ workspaceSid, taskSid }: Props) {
  const { data: explanation, error } = useQuery(explanationQuery(workspaceSid, taskSid));
  const isPending = explanation?.assignment_status === "pending";
  return (
    <Surface title={isPending ? "Why it is waiting" : "Where it is"}>
      <ErrorNote error={error} title="The explanation could not be read" />
      {explanation === undefined ? (
        error === null && <Skeleton height="6rem" aria-label="Explanation: loading" />
      ) : (
        <Stack gap="md">
          <Text role="status">{tellExplanation(explanation)}</Text>
          {isHopeless(explanation) && (
            <div>
              <Text size="sm" fw={600} component="div">
                <State colour="amber" word="Nobody can take it at this step, whatever they do" />
              </Text>
              <Text size="sm">
                {explanation.reasons.length === 0
                  ? "Create a worker whom the queue admits."
                  : "Change the workers’ attributes, the queue or the workflow, or wait for the next step."}
              </Text>
            </div>
          )}
          <TaskPlace workspaceSid={workspaceSid} taskSid={taskSid} />
          {explanation.reasons.length > 0 && (
            <ExplainedWorkers workspaceSid={workspaceSid} explanation={explanation} />
          )}
          {explanation.step !== null && <ExplainedFilters explanation={explanation} />}
          {explanation.next.length > 0 && (
            <div>
              <Title order={3} size="h5" mb={4}>
                Next, unless something changes
              </Title>
              <Upcoming explanation={explanation} />
            </div>
          )}
        </Stack>
      )}
    </Surface>
  );
}
