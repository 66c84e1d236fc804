// What of a webhook is in its row.

import { Link } from "@tanstack/react-router";

import type { Webhook } from "@/api/resources";
import { Duration, Outcome } from "@/pages/webhooks/Outcome";
import { attemptOf, kindOf } from "@/pages/webhooks/words";
import type { Column } from "@/parts/DataTable";
import { TaskLink } from "@/parts/TaskLink";
import { ExactWhen } from "@/parts/When";

import classes from "./Webhooks.module.css";

export function columnsOf(workspaceSid: string): readonly Column<Webhook>[] {
  return [
    {
      id: "when",
      header: "When",
      width: "8.5rem",
      cell: (webhook) => <ExactWhen ms={webhook.date_created_ms} />,
    },
    {
      id: "outcome",
      header: "Outcome",
      width: "1.5fr",
      cell: (webhook) => <Outcome webhook={webhook} />,
    },
    {
      id: "what",
      header: "What was sent",
      width: "1.6fr",
      cell: (webhook) => <What workspaceSid={workspaceSid} webhook={webhook} />,
    },
    {
      id: "task",
      header: "Task",
      width: "6.5rem",
      cell: ({ task_sid }) =>
        task_sid === null ? "–" : <TaskLink workspaceSid={workspaceSid} taskSid={task_sid} />,
    },
    {
      id: "address",
      header: "Address",
      width: "1.2fr",
      cell: ({ request_url }) => (
        <span className={classes.address} title={request_url}>
          {request_url}
        </span>
      ),
    },
    {
      id: "duration",
      header: "Took",
      width: "4.5rem",
      align: "right",
      cell: (webhook) => <Duration webhook={webhook} />,
    },
  ];
}

function What({ workspaceSid, webhook }: { workspaceSid: string; webhook: Webhook }) {
  const isFirst = webhook.attempt === 1 && webhook.replayed_sid === null;
  return (
    <>
      <Link
        to="/workspaces/$workspaceSid/webhooks"
        params={{ workspaceSid }}
        search={(former) => ({ ...former, webhook: webhook.sid })}
        preload={false}
        className={classes.opens}
      >
        {webhook.event_type ?? kindOf(webhook)}
      </Link>
      {!isFirst && <span className={classes.attemptNote}>{attemptOf(webhook).toLowerCase()}</span>}
    </>
  );
}
