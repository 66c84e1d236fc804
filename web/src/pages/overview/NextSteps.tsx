// What to do next in a workspace that does not route yet.

import { Anchor, Code, Text } from "@mantine/core";
import { IconCircle, IconCircleCheckFilled } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

import type { Step, Steps } from "@/pages/overview/steps";
import { Surface } from "@/parts/Surface";

import classes from "./NextSteps.module.css";

type Place = "task-queues" | "workers" | "workflows" | "tasks";

const TAUGHT: readonly (readonly [Step, Place, string, string])[] = [
  [
    "queue",
    "task-queues",
    "Create a task queue",
    "Tasks wait there, and its expression says which workers may serve it.",
  ],
  [
    "worker",
    "workers",
    "Create a worker",
    "Her attributes say what she can do; her activity says whether she takes tasks.",
  ],
  [
    "workflow",
    "workflows",
    "Create a workflow",
    "Its filters look at a task and lead it to a queue.",
  ],
  ["task", "tasks", "Create a task", "It runs through the workflow; see it find its worker."],
];

export function NextSteps({ workspaceSid, steps }: { workspaceSid: string; steps: Steps }) {
  return (
    <Surface title="Next steps">
      <ol className={classes.steps}>
        {TAUGHT.map(([step, place, verb, about]) => (
          <li key={step} className={classes.step}>
            {steps[step] ? (
              <IconCircleCheckFilled size={20} color="var(--pm-green)" aria-label="Done" />
            ) : (
              <IconCircle size={20} color="var(--pm-grey)" aria-label="To do" />
            )}
            <div>
              <Anchor
                fw={600}
                renderRoot={(props) => (
                  <Link
                    to={`/workspaces/$workspaceSid/${place}`}
                    params={{ workspaceSid }}
                    {...props}
                  />
                )}
              >
                {verb}
              </Anchor>
              <Text size="sm" c="dimmed">
                {about}
              </Text>
            </div>
          </li>
        ))}
      </ol>
      <Text size="sm" mt="sm">
        Rather see one at work first? <Code>pointsman demo</Code> opens a made-up contact centre in
        a workspace of its own, and keeps it busy.
      </Text>
    </Surface>
  );
}
