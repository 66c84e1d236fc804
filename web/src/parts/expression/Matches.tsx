// What an expression selects at present: how many, and the first of them.

import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import type { Evaluation, Subject } from "@/parts/expression/evaluation";
import { spellMatches } from "@/parts/expression/spelling";
import { Dot } from "@/parts/State";

import classes from "./Matches.module.css";

interface Props {
  of: Subject;
  /** Undefined until it has come. */
  evaluation: Evaluation | undefined;
  workspaceSid: string;
  isCountOnly: boolean;
}

/** Links open beside the form that the expression is part of. */
export function Matches({ of, evaluation, workspaceSid, isCountOnly }: Props) {
  if (of === "targets" || evaluation == null || evaluation.count === null) return null;
  const { count, workers, tasks } = evaluation;
  const shown = (of === "tasks" ? tasks?.length : workers?.length) ?? 0;
  return (
    <>
      <Text size="sm" component="span">
        {spellMatches(of, evaluation)}
      </Text>
      {shown > 0 && !isCountOnly && (
        <ul className={classes.matches} aria-label="The first that match">
          {of === "workers" &&
            workers?.map(({ sid, friendly_name, activity_name, available }) => (
              <li key={sid}>
                <Dot colour={available ? "green" : "grey"} />
                <Link
                  to="/workspaces/$workspaceSid/workers/$workerSid"
                  params={{ workspaceSid, workerSid: sid }}
                  target="_blank"
                  title={activity_name}
                >
                  {friendly_name}
                </Link>
              </li>
            ))}
          {of === "tasks" &&
            tasks?.map(({ sid, assignment_status }) => (
              <li key={sid}>
                <Link
                  to="/workspaces/$workspaceSid/tasks/$taskSid"
                  params={{ workspaceSid, taskSid: sid }}
                  target="_blank"
                  title={assignment_status}
                >
                  {sid.slice(0, 2)}…{sid.slice(-6)}
                </Link>
              </li>
            ))}
          {count > shown && <li>and {count - shown} more</li>}
        </ul>
      )}
    </>
  );
}
