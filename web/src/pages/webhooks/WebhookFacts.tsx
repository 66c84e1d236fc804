// What a webhook is about, when it was sent, and how long it took.

import { Link } from "@tanstack/react-router";

import type { Webhook } from "@/api/resources";
import { Duration } from "@/pages/webhooks/Outcome";
import { knownFacts } from "@/pages/webhooks/knownFacts";
import { attemptOf } from "@/pages/webhooks/words";
import { Facts } from "@/parts/Facts";
import { Sid } from "@/parts/Sid";
import { TaskLink } from "@/parts/TaskLink";
import { FullWhen } from "@/parts/When";

interface Props {
  workspaceSid: string;
  webhook: Webhook;
}

export function WebhookFacts({ workspaceSid, webhook }: Props) {
  const { event_type, event_sid, task_sid, reservation_sid, replayed_sid } = webhook;
  return (
    <Facts
      facts={knownFacts(
        ["Sent", <FullWhen ms={webhook.date_created_ms} />],
        ["Took", <Duration webhook={webhook} />],
        ["Attempt", attemptOf(webhook)],
        ["Webhook", <Sid sid={webhook.sid} />],
        [
          "Event",
          event_sid && (
            <Link
              to="/workspaces/$workspaceSid/events"
              params={{ workspaceSid }}
              search={{ event: event_sid }}
            >
              {event_type}
            </Link>
          ),
        ],
        ["Task", task_sid && <TaskLink workspaceSid={workspaceSid} taskSid={task_sid} />],
        ["Reservation", reservation_sid && <Sid sid={reservation_sid} />],
        [
          "Sends again",
          replayed_sid && (
            <Link
              to="/workspaces/$workspaceSid/webhooks"
              params={{ workspaceSid }}
              search={(former) => ({ ...former, webhook: replayed_sid })}
              preload={false}
            >
              …{replayed_sid.slice(-6)}
            </Link>
          ),
        ],
      )}
    />
  );
}
