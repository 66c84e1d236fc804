// Why a worker has no task, or no more of them: what the server explains, said plainly, and always of now.

import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import type { Worker } from "@/api/resources";
import { explanationQuery } from "@/pages/workers/queries";
import { headlineOf, obstaclesOf, scopeOf } from "@/pages/workers/why";
import type { Obstacle } from "@/pages/workers/why";
import { ErrorNote } from "@/parts/ErrorNote";
import { Dot } from "@/parts/State";
import { Surface } from "@/parts/Surface";
import { LinkedTasks, TaskLink } from "@/parts/TaskLink";
import { When } from "@/parts/When";

import classes from "./Worker.module.css";

export function WhyNoTask({ workspaceSid, worker }: { workspaceSid: string; worker: Worker }) {
  const { data: explanation, error } = useQuery(explanationQuery(workspaceSid, worker.sid));
  if (explanation === undefined) {
    return (
      <Surface title={`Why ${worker.friendly_name} has no task`}>
        {error === null ? <Skeleton height="4rem" /> : <ErrorNote error={error} />}
      </Surface>
    );
  }
  const obstacles = obstaclesOf(explanation);
  const what = explanation.reservations.length > 0 ? "no other task" : "no task";
  return (
    <Surface title={`Why ${worker.friendly_name} has ${what}`}>
      <p className={classes.headline}>{headlineOf(explanation)}</p>
      {obstacles.length > 0 && (
        <>
          <p className={classes.scope}>{scopeOf(explanation)}</p>
          <ul className={classes.list} aria-label="What stands between">
            {obstacles.map((obstacle) => (
              <ObstacleItem key={obstacle.reason} workspaceSid={workspaceSid} {...obstacle} />
            ))}
          </ul>
        </>
      )}
    </Surface>
  );
}

function ObstacleItem(props: Obstacle & { workspaceSid: string }) {
  const { workspaceSid, colour, words, advice, examples } = props;
  return (
    <li className={classes.obstacle}>
      <Dot colour={colour} />
      <div>
        {words} {advice !== null && <span className={classes.dimmed}>{advice}</span>}
        <ul className={classes.examples}>
          {examples.map(({ taskSid, detail, until }) => (
            <li key={taskSid}>
              <TaskLink workspaceSid={workspaceSid} taskSid={taskSid} />{" "}
              <span className={classes.dimmed}>
                <LinkedTasks workspaceSid={workspaceSid} text={detail} />
                {until !== null && (
                  <>
                    , until <When date={until} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}
