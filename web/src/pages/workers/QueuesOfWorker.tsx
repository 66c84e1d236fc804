// Which task queues admit a worker, and what keeps her out of the others.

import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import type { Worker } from "@/api/resources";
import { explanationQuery } from "@/pages/workers/queries";
import { partsOf } from "@/pages/workers/why";
import { State } from "@/parts/State";
import { Surface } from "@/parts/Surface";

import classes from "./Worker.module.css";

export function QueuesOfWorker({ workspaceSid, worker }: { workspaceSid: string; worker: Worker }) {
  const { data: explanation } = useQuery(explanationQuery(workspaceSid, worker.sid));
  // Those that admit come first; within both, the order stays that of creation.
  const queues = explanation?.task_queues.toSorted(
    (one, other) => Number(other.admitted) - Number(one.admitted),
  );
  return (
    <Surface title="Task queues">
      {queues === undefined && <Skeleton height="4rem" />}
      {queues?.length === 0 && (
        <Text size="sm" c="dimmed">
          There are no task queues yet.
        </Text>
      )}
      <ul className={classes.list}>
        {queues?.map(({ task_queue, admitted, because, waiting }) => (
          <li key={task_queue.sid}>
            <div className={classes.queue}>
              <State
                colour={admitted ? "green" : "grey"}
                word={`${task_queue.friendly_name ?? task_queue.sid}${admitted ? "" : " does not admit"}`}
              />
              <span className={classes.dimmed}>
                {waiting === 0 ? "nothing waits" : `${waiting} waiting`}
              </span>
            </div>
            {!admitted && (
              <div className={classes.dimmed}>
                {because.length === 0
                  ? "Its expression is empty: it admits nobody."
                  : `Not so: ${partsOf(because).join(", ")}`}
              </div>
            )}
          </li>
        ))}
      </ul>
    </Surface>
  );
}
