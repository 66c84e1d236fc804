// Which workers do not get a task, and why: grouped by the reason.

import { Anchor, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { Detail } from "@/pages/tasks/Detail";
import { FalseParts } from "@/pages/tasks/FalseParts";
import type { ReasonCount, TaskExplanation, Verdict } from "@/pages/tasks/queries";
import { colourOf, remedyOf, tellReason } from "@/pages/tasks/reasons";
import { Dot } from "@/parts/State";
import { When } from "@/parts/When";

import classes from "./Explained.module.css";

interface Props {
  workspaceSid: string;
  explanation: TaskExplanation;
}

export function ExplainedWorkers({ workspaceSid, explanation }: Props) {
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        Worker by worker
      </Title>
      <ul className={classes.list}>
        {explanation.reasons.map((counted) => (
          <Reason
            key={counted.reason}
            workspaceSid={workspaceSid}
            counted={counted}
            verdicts={
              explanation.workers?.filter(({ reason }) => reason === counted.reason) ??
              counted.examples
            }
          />
        ))}
      </ul>
    </div>
  );
}

interface ReasonProps {
  workspaceSid: string;
  counted: ReasonCount;
  /** Of all of them, or of a few. */
  verdicts: readonly Verdict[];
}

function Reason({ workspaceSid, counted, verdicts }: ReasonProps) {
  const more = counted.count - verdicts.length;
  return (
    <li className={classes.reason}>
      <div className={classes.head}>
        <Dot colour={colourOf(counted.reason)} />
        <div>
          <Text size="sm" fw={600}>
            {tellReason(counted)}
          </Text>
          <Text size="sm" c="dimmed">
            {remedyOf(counted.reason)}
          </Text>
        </div>
      </div>
      <ul className={`${classes.list ?? ""} ${classes.inside ?? ""}`}>
        {verdicts.map((verdict) => (
          <li key={verdict.worker.sid} className={classes.verdict}>
            <Anchor
              size="sm"
              renderRoot={(props) => (
                <Link
                  to="/workspaces/$workspaceSid/workers/$workerSid"
                  params={{ workspaceSid, workerSid: verdict.worker.sid }}
                  {...props}
                />
              )}
            >
              {verdict.worker.friendly_name}
            </Anchor>
            <Text size="sm" component="span">
              : <Detail workspaceSid={workspaceSid} text={verdict.detail} />
              {verdict.until !== null && (
                <>
                  , until <When date={verdict.until} />
                </>
              )}
            </Text>
            <FalseParts parts={verdict.because} />
          </li>
        ))}
        {more > 0 && (
          <Text size="sm" c="dimmed" component="li">
            and {more} more
          </Text>
        )}
      </ul>
    </li>
  );
}
