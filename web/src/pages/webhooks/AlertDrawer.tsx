// One alert, and the request that it is about.

import { Drawer, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import type { Alert } from "@/api/resources";
import { alertQuery } from "@/pages/webhooks/queries";
import { knownFacts } from "@/pages/webhooks/knownFacts";
import { ErrorNote } from "@/parts/ErrorNote";
import { Facts } from "@/parts/Facts";
import { Sid } from "@/parts/Sid";
import { State } from "@/parts/State";
import { TaskLink } from "@/parts/TaskLink";
import { FullWhen } from "@/parts/When";

interface Props {
  workspaceSid: string;
  alertSid: string;
  onClose: () => void;
}

export function AlertDrawer({ workspaceSid, alertSid, onClose }: Props) {
  const { data: alert, error } = useQuery(alertQuery(workspaceSid, alertSid));
  return (
    <Drawer
      opened
      onClose={onClose}
      title="Alert"
      position="right"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <ErrorNote error={error} title="The alert could not be read" />
      {alert === undefined && error === null && <Skeleton height="12rem" />}
      {alert !== undefined && <Everything workspaceSid={workspaceSid} alert={alert} />}
    </Drawer>
  );
}

function Everything({ workspaceSid, alert }: { workspaceSid: string; alert: Alert }) {
  const { task_sid, reservation_sid, event_sid, webhook_sid, request_url } = alert;
  return (
    <Stack>
      <State colour={alert.level === "error" ? "red" : "amber"} word={alert.level} />
      <Text>{alert.text}</Text>
      <Facts
        facts={knownFacts(
          [
            "Code",
            <a key="code" href={alert.more_info} target="_blank" rel="noreferrer">
              {alert.code}, as Twilio explains it
            </a>,
          ],
          ["When", <FullWhen key="when" ms={alert.date_created_ms} />],
          ["Task", task_sid && <TaskLink workspaceSid={workspaceSid} taskSid={task_sid} />],
          ["Reservation", reservation_sid && <Sid sid={reservation_sid} />],
          [
            "Event",
            event_sid && (
              <Link
                to="/workspaces/$workspaceSid/events"
                params={{ workspaceSid }}
                search={{ event: event_sid }}
              >
                …{event_sid.slice(-6)}
              </Link>
            ),
          ],
          [
            "Request",
            webhook_sid && (
              <Link
                to="/workspaces/$workspaceSid/webhooks"
                params={{ workspaceSid }}
                search={{ webhook: webhook_sid }}
              >
                Show request and answer
              </Link>
            ),
          ],
          ["Address", request_url],
        )}
      />
    </Stack>
  );
}
